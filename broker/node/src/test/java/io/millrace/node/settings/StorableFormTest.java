package io.millrace.node.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.problem.Problem;
import io.millrace.api.problem.Where;
import io.millrace.api.settings.Artifact;
import io.millrace.api.settings.Inapplicable;
import io.millrace.api.settings.Secret;
import io.millrace.api.settings.Setting;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StorableFormTest {

    private static final String DIGEST = "0f".repeat(32);

    @TempDir
    Path folder;

    private SettingsBinder binder;

    @BeforeEach
    void openVault() {
        binder = binder(folder, Map.of("app.jar", DIGEST));
    }

    private static SettingsBinder binder(Path dataDir, Map<String, String> uploaded) {
        References.Artifacts artifacts = new References.Artifacts() {
            @Override
            public Optional<String> digest(String name) {
                return Optional.ofNullable(uploaded.get(name));
            }

            @Override
            public Optional<Path> path(String sha256) {
                return sha256.equals(DIGEST) ? Optional.of(Path.of("/store", sha256)) : Optional.empty();
            }
        };
        return new SettingsBinder(
                new References(Map.of("PASSWORD", "from env"), Map.of(), artifacts), new Vault(dataDir));
    }

    @Inapplicable(name = "aws.*", why = "files need no credentials")
    record Function(
            @Setting("Code.") Artifact codeUri,
            @Setting("Password.") Secret password,
            @Setting("Tokens.") List<Secret> tokens,
            @Setting("Version.") String version,
            @Setting("Retries.") Integer retries,
            @Setting("Environment.") Map<String, String> environment,
            @Setting("Anything.") JsonObject free,
            @Setting("Layers.") List<Artifact> layers) {}

    private static final String WHOLE = """
            kind: Function
            name: f
            codeUri: app.jar
            password: hunter2
            tokens: ["one", '${env:PASSWORD}', "x ${env:PASSWORD}"]
            version: 1.10
            retries: 3
            environment:
              PLAIN: 007
              DB_PASSWORD: s3cret
              API_KEY: ${env:PASSWORD}
            free: {version: 1.10, on: true, client: {password: deep}}
            aws.secret.access.key: wJalr
            aws.more: [{password: inapplicable}]
            """;

    @Test
    void whatIsStoredHoldsNoSecretAndBindsToTheSame() {
        Bound<Function> first = bind(WHOLE);
        Bound<Function> again = rebind(first.storable(), binder);

        assertThat(first.problems()).isEmpty();
        assertThat(first.storable().encode())
                .doesNotContain("hunter2", "one", "s3cret", "deep", "wJalr", "inapplicable", "from env");
        assertThat(again.problems()).isEmpty();
        for (Function settings : List.of(first.settings(), again.settings())) {
            assertThat(settings.codeUri()).isEqualTo(new Artifact("app.jar", DIGEST, Path.of("/store", DIGEST)));
            assertThat(settings.password().reveal()).isEqualTo("hunter2");
            assertThat(settings.tokens()).extracting(Secret::reveal).containsExactly("one", "from env", "x from env");
            assertThat(settings.version()).isEqualTo("1.10");
            assertThat(settings.retries()).isEqualTo(3);
            assertThat(settings.environment())
                    .isEqualTo(Map.of("PLAIN", "007", "DB_PASSWORD", "s3cret", "API_KEY", "from env"));
            assertThat(settings.free())
                    .isEqualTo(new JsonObject("{\"version\":1.1,\"on\":true,\"client\":{\"password\":\"deep\"}}"));
        }
        assertThat(again.storable()).isEqualTo(first.storable());
    }

    @Test
    void theStoredTreeIsTheUsersOwn() {
        JsonObject storable = bind(WHOLE).storable();

        assertThat(storable.fieldNames())
                .containsExactly(
                        "kind",
                        "name",
                        "codeUri",
                        "password",
                        "tokens",
                        "version",
                        "retries",
                        "environment",
                        "free",
                        "aws.secret.access.key",
                        "aws.more");
        assertThat(storable.getJsonObject("codeUri").encode())
                .isEqualTo("{\"$artifact\":{\"name\":\"app.jar\",\"sha256\":\"" + DIGEST + "\"}}");
        assertThat(storable.getJsonArray("tokens").getString(1)).isEqualTo("${env:PASSWORD}");
        assertThat(storable.getValue("retries")).isEqualTo(3);
        assertThat(storable.getValue("version")).isEqualTo("1.10");
        assertThat(storable.getJsonObject("environment").getValue("API_KEY")).isEqualTo("${env:PASSWORD}");
    }

    @Test
    void anUnchangedDefinitionIsStoredUnchanged() {
        assertThat(bind(WHOLE).storable()).isEqualTo(bind(WHOLE).storable());
    }

    @Test
    void theSourceHasStarsForSecretsAndIsOtherwiseTheUsersOwn() {
        assertThat(bind(WHOLE).source()).isEqualTo("""
                        kind: Function
                        name: f
                        codeUri: app.jar
                        password: "****"
                        tokens: ["****", '${env:PASSWORD}', "****"]
                        version: 1.10
                        retries: 3
                        environment:
                          PLAIN: 007
                          DB_PASSWORD: "****"
                          API_KEY: ${env:PASSWORD}
                        free: {version: 1.10, on: true, client: {password: "****"}}
                        aws.secret.access.key: "****"
                        aws.more: [{password: "****"}]""");
    }

    @Test
    void secretsOfEveryFormAreStarredInTheSource() {
        String source = """
                # 😀 secrets
                password: |
                  line one
                  line two
                tokens:
                  - >-
                    folded
                    text
                  # a comment
                  - 12345
                  - "a \\"quoted\\" one"
                retries: 1
                """;

        Bound<Function> bound = bind(source);

        assertThat(bound.settings().password().reveal()).isEqualTo("line one\nline two\n");
        assertThat(bound.source()).isEqualTo("""
                # 😀 secrets
                password: "****"
                tokens:
                  - "****"
                  # a comment
                  - "****"
                  - "****"
                retries: 1""");
        assertThat(Documents.read(bound.source(), "").problems()).isEmpty();
    }

    @Test
    void starsAreNotTakenForASecret() {
        assertThat(bind("password: '****'").problems())
                .extracting(Problem::toString)
                .containsExactly("f.yaml:1:11 password: password is ****, which stands for a secret that is not shown."
                        + " Write the secret itself, or a reference such as ${env:NAME}.");
    }

    @Test
    void aProblemWithASecretDoesNotTellIt() {
        assertThat(bind("password: hunter2 ${env:NONE}\ntokens: {a: hunter3}\nenvironment: {TOKEN: 'hunter4 ${x:y}'}")
                        .problems())
                .hasSize(3)
                .allSatisfy(problem -> assertThat(problem.toString()).doesNotContain("hunter"));
    }

    @Test
    void eachDocumentHasItsOwnText() {
        List<Document> documents = Documents.read(
                        "# one\nretries: 1\n---\n# two\npassword: x\n---\n{\"retries\": 3}\n", "f.yaml")
                .documents();

        assertThat(documents)
                .extracting(each -> binder.bind(each, binding -> binding.bind(Function.class))
                        .source())
                .containsExactly("# one\nretries: 1", "# two\npassword: \"****\"", "{\"retries\": 3}");
    }

    @Test
    void aTranslatedDefinitionIsItsOwnSource() {
        Document template = Documents.read("{\"a\": {\"password\": \"one\"}, \"b\": {\"password\": \"two\"}}", "f.json")
                .documents()
                .get(0);

        Bound<Function> bound = binder.bind(
                template.translated(template.toJson().getJsonObject("a").put("retries", 3), Map.of("", "a")),
                binding -> binding.bind(Function.class));

        assertThat(bound.settings().password().reveal()).isEqualTo("one");
        assertThat(new JsonObject(bound.source()))
                .isEqualTo(new JsonObject().put("password", "****").put("retries", 3));
    }

    @Test
    void filesThatNobodyUploadedAreNamed() {
        Bound<Function> bound = bind("codeUri: other.jar\nlayers: [app.jar, other.jar, more.jar]\nretries: 1");

        assertThat(bound.problems()).isEmpty();
        assertThat(bound.files()).containsExactly("other.jar", "more.jar");
        assertThat(bound.settings().codeUri()).isEqualTo(new Artifact("other.jar", "", null));
        assertThat(bound.storable().getString("codeUri")).isEqualTo("other.jar");
    }

    @Test
    void aFileUriIsReadInPlace() throws IOException {
        Path jar = Files.writeString(folder.resolve("app.jar"), "x");

        Bound<Function> bound = bind("codeUri: " + jar.toUri());

        assertThat(bound.files()).isEmpty();
        assertThat(bound.settings().codeUri())
                .isEqualTo(new Artifact(jar.toUri().toString(), "", jar));
        assertThat(bound.storable().getString("codeUri")).isEqualTo(jar.toUri().toString());
        assertThat(bind("codeUri: file:///none.jar\nlayers: ['file:none.jar']").problems())
                .extracting(Problem::toString)
                .containsExactly(
                        "f.yaml:1:10 codeUri: codeUri is 'file:///none.jar', which the node cannot read."
                                + " Correct the path, or write it without file: to upload the file with the definition.",
                        "f.yaml:2:10 layers[0]: layers[0] is 'file:none.jar', not an absolute file URI. Write"
                                + " file:///absolute/path, or a path without file: to upload the file with the"
                                + " definition.");
    }

    @Test
    void whatIsStoredNeedsTheKeyAndTheFilesOfItsNode() {
        JsonObject storable = bind("password: hunter2\ncodeUri: app.jar").storable();
        storable.getJsonObject("codeUri").getJsonObject("$artifact").put("sha256", "ab");

        Bound<Function> elsewhere = rebind(storable, binder(folder.resolve("other"), Map.of()));

        assertThat(elsewhere.settings()).isNull();
        assertThat(elsewhere.problems())
                .extracting(Problem::toString)
                .containsExactly(
                        "codeUri: the file app.jar (sha256 ab) is not in the store."
                                + " Apply the definition again from a folder that has the file.",
                        "password: the sealed secret does not open with this node's key. Restore secret.key in the data"
                                + " directory, or apply the definition again with the secret itself.");
    }

    @Test
    void whatIsShownHasStarsAndNames() {
        JsonObject shown = StorableForm.shown(bind(WHOLE).storable());

        assertThat(shown.getString("password")).isEqualTo("****");
        assertThat(shown.getJsonArray("tokens").encode()).isEqualTo("[\"****\",\"${env:PASSWORD}\",\"****\"]");
        assertThat(shown.getString("codeUri")).isEqualTo("app.jar");
        assertThat(shown.getJsonObject("free").getJsonObject("client").getString("password"))
                .isEqualTo("****");
        assertThat(shown.getValue("retries")).isEqualTo(3);
    }

    private Bound<Function> bind(String yaml) {
        Documents read = Documents.read(yaml, "f.yaml");
        assertThat(read.problems()).isEmpty();
        return binder.bind(read.documents().get(0), binding -> binding.bind(Function.class));
    }

    private static Bound<Function> rebind(JsonObject storable, SettingsBinder binder) {
        JsonObject stored = new JsonObject(storable.encode());
        return binder.bind(Document.of(stored, Where.path("")), binding -> binding.bind(Function.class));
    }
}
