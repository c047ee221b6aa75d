package io.millrace.sinks.writer;

import io.millrace.api.problem.Problem;
import io.millrace.api.problem.ProblemException;
import io.millrace.api.problem.Where;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Binds the folder of a topic to one deployment and one topic, so that no other mixes its files in. */
final class Places {

    private final Storage storage;
    private final String deployment;
    private final String uid;

    /** @param deployment its name, for messages to others */
    Places(Storage storage, String deployment, String uid) {
        this.storage = storage;
        this.deployment = deployment;
        this.uid = uid;
    }

    /**
     * Takes a place, or finds that this deployment has it.
     *
     * @param folder of the topic, under the storage
     * @throws ProblemException when it is another's
     */
    void claim(String folder, String topic, String topicId) throws IOException {
        String marker = Area.PRIVATE + "/places/"
                + folder.replace("%", "%25").replace("/", "%2F").replace("\\", "%5C");
        JsonObject mine =
                new JsonObject().put("deployment", deployment).put("uid", uid).put("topicId", topicId);
        if (storage.createNew(marker, mine.encode().getBytes(StandardCharsets.UTF_8))) {
            return;
        }
        JsonObject owner = new JsonObject(new String(
                storage.read(marker).orElseThrow(() -> new IOException(marker + " came and went")),
                StandardCharsets.UTF_8));
        if (!owner.getString("uid").equals(uid)) {
            throw refusal(
                    "place-taken",
                    folder + " in " + storage + " is written by another deployment, '" + owner.getString("deployment")
                            + "' (uid " + owner.getString("uid") + ").",
                    "Set another topics.dir; or, when that deployment is gone, move " + folder + " away and delete "
                            + marker + ".");
        }
        if (!owner.getString("topicId").equals(topicId)) {
            throw refusal(
                    "topic-made-again",
                    folder + " in " + storage + " holds files of a topic '" + topic
                            + "' that was deleted and made again; the new one counts its offsets from 0.",
                    "Move " + folder + " away and delete " + marker + ", then resume; or set another topics.dir.");
        }
    }

    private static ProblemException refusal(String code, String what, String mend) {
        return new ProblemException(Problem.user(code, what, Where.path("config.topics.dir"), mend));
    }
}
