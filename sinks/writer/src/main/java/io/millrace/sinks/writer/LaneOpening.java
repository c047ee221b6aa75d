package io.millrace.sinks.writer;

import io.millrace.api.connector.ConnectorContext;
import io.millrace.api.feed.Lane;
import io.millrace.api.problem.Fault;
import io.millrace.api.problem.Problem;
import io.millrace.api.problem.ProblemException;
import io.millrace.api.problem.Where;
import java.io.IOException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out where a lane goes on, and finishes what its last owner promised. */
final class LaneOpening {

    private static final Logger LOG = LoggerFactory.getLogger(LaneOpening.class);

    private final Storage storage;
    private final SinkPlan plan;
    private final ConnectorContext context;
    private final Places places;
    private final SinkMeters meters;
    private final Spiller spiller;

    LaneOpening(Storage storage, SinkPlan plan, ConnectorContext context, SinkMeters meters, Spiller spiller) {
        this.storage = storage;
        this.plan = plan;
        this.context = context;
        this.places = new Places(storage, context.name(), context.uid());
        this.meters = meters;
        this.spiller = spiller;
    }

    /**
     * @param committed the group's committed offset, or -1
     * @throws ProblemException when the lane cannot go on without a person
     */
    LaneWriter open(Lane lane, long committed) throws IOException {
        String topic = lane.partition().topic();
        places.claim(plan.names().topicFolder(topic), topic, lane.topicId());
        Area area = new Area(context.uid(), lane.topicId(), lane.partition().number());
        List<String> leftovers = storage.unpublished(area);
        IntentLog log = IntentLog.read(storage, area);
        long position = log.newest().isEmpty() ? committed : goOn(lane, log, committed);
        log.prune(committed);
        return new LaneWriter(
                lane,
                plan,
                storage,
                area,
                log,
                position,
                leftovers,
                context.clock().instant(),
                meters,
                spiller);
    }

    private long goOn(Lane lane, IntentLog log, long committed) throws IOException {
        Intent newest = log.newest().orElseThrow();
        if (committed >= newest.end()) {
            return committed; // so the newest is published
        }
        long oldest = log.oldest().orElseThrow().start();
        if (committed >= 0 && committed < oldest) {
            throw moved(lane, committed, oldest, newest.end());
        }
        if (!log.isPublished(newest)) {
            List<Intent.File> missing = storage.publish(newest.files());
            if (!missing.isEmpty()) {
                throw lost(lane, newest, missing);
            }
            log.markPublished(newest);
            meters.published(newest);
        }
        LOG.atInfo()
                .addKeyValue("deployment", context.name())
                .addKeyValue("topic", lane.partition().topic())
                .addKeyValue("partition", lane.partition().number())
                .addKeyValue("offset", newest.end())
                .log("Goes on after what is written, which is further than what is committed");
        return newest.end();
    }

    private ProblemException moved(Lane lane, long committed, long oldest, long end) {
        return refusal(
                Fault.USER,
                "offsets-moved",
                "The committed offset of " + lane.partition() + " is " + committed + ", but files are written from "
                        + oldest + " to " + end + ": offsets were moved by something else than Millrace.",
                "To go on after what is written, stop the sink and set the offset to " + end
                        + " with the tool that moved it; to write records again, run millrace rewind " + context.name()
                        + " --duplicates with --to earliest, a time or an offset.");
    }

    private ProblemException lost(Lane lane, Intent intent, List<Intent.File> missing) {
        return refusal(
                Fault.RESOURCE,
                "files-lost",
                missing.size() + " of " + intent.files().size() + " files of " + lane.partition() + " with offsets "
                        + intent.start() + " to " + intent.end() + " are gone from " + storage
                        + " before they became visible, the first is "
                        + missing.get(0).name() + ".",
                "Put them back from " + Area.PRIVATE + ", if they were moved there; else run millrace rewind "
                        + context.name()
                        + " --duplicates with --to a time or an offset before them, to write records again.");
    }

    private static ProblemException refusal(Fault fault, String code, String what, String mend) {
        return new ProblemException(new Problem(code, fault, what, Where.path(""), mend));
    }
}
