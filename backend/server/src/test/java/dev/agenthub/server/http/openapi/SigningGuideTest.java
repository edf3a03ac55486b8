package dev.agenthub.server.http.openapi;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import dev.agenthub.api.RequestState;
import dev.agenthub.api.SignInChallenge;
import dev.agenthub.db.connection.Database;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.evidence.chain.AuditEvent;
import dev.agenthub.evidence.hash.PayloadHash;
import dev.agenthub.evidence.note.Checkpoint;
import dev.agenthub.evidence.note.VerifierKey;
import dev.agenthub.evidence.statement.DecisionStatement;
import dev.agenthub.server.DeclaredShapes;
import dev.agenthub.server.TestBackend;
import dev.agenthub.server.TestClient;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Tests the worked examples of signing in the API's description, by the described steps and by the server's code. */
class SigningGuideTest {
    private final JsonNode description = new JsonMapper()
            .readTree(new TestClient(TestBackend.get().uri(), null).get("/v1/openapi.json").body());
    private final String guide = description.at("/info/description").asString();

    private String example(String name) {
        Matcher matcher = Pattern.compile("```" + name + "\\n(.*?)\\n```", Pattern.DOTALL).matcher(guide);
        assertThat(matcher.find()).as(name).isTrue();
        return matcher.group(1);
    }

    private String key(String what) {
        return example("key").lines().filter(line -> line.startsWith(what + " ")).findFirst().orElseThrow()
                .substring(what.length() + 1);
    }

    private String signedStatement(String statement) throws GeneralSecurityException {
        String type = "application/vnd.agenthub.decision.v1+json";
        return signed(
                "DSSEv1 " + type.length() + " " + type + " " + statement.getBytes(UTF_8).length + " " + statement);
    }

    private String signed(String message) throws GeneralSecurityException {
        Signature signature = Signature.getInstance("Ed25519");
        signature.initSign(KeyFactory.getInstance("Ed25519").generatePrivate(
                new EdECPrivateKeySpec(NamedParameterSpec.ED25519, HexFormat.of().parseHex(key("seed")))));
        signature.update(message.getBytes(UTF_8));
        return Base64.getEncoder().encodeToString(signature.sign());
    }

    private static String sha256(byte[] bytes) throws GeneralSecurityException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    @Test
    void namesTheKeyByItsHash() throws GeneralSecurityException {
        assertThat(sha256(HexFormat.of().parseHex(key("public")))).startsWith(key("id"));
    }

    @Test
    void showsTheBytesThatSignIn() throws GeneralSecurityException {
        List<String> lines = example("signin").lines().toList();
        assertThat(new SignInChallenge(UUID.randomUUID(), lines.get(3)).bytesToSign(UUID.fromString(lines.get(1)),
                lines.get(2).substring("sha256-".length())))
                .isEqualTo(example("signin").getBytes(UTF_8));
        assertThat(signed(example("signin"))).isEqualTo(example("signin-signature"))
                .isEqualTo(description.at("/components/schemas/SignInRequest/examples/0/signature").asString());
    }

    @Test
    void showsTheHashOfAPayload() throws GeneralSecurityException {
        byte[] payload = example("payload").getBytes(UTF_8);
        assertThat(sha256(("agenthub/action/v1\n" + example("payload")).getBytes(UTF_8)))
                .isEqualTo(example("payload-hash")).isEqualTo(PayloadHash.of(payload).hex());
    }

    @Test
    void showsTheBytesThatADecisionSigns() throws GeneralSecurityException {
        String statement = example("statement");
        String type = "application/vnd.agenthub.decision.v1+json";
        String encoding = "DSSEv1 " + type.length() + " " + type + " " + statement.getBytes(UTF_8).length + " "
                + statement;
        assertThat(example("pre-authentication-encoding")).isEqualTo(encoding);
        assertThat(signed(encoding)).isEqualTo(example("statement-signature"));

        DecisionStatement read = DecisionStatement.parse(statement.getBytes(UTF_8));
        assertThat(read.preAuthenticationEncoding()).isEqualTo(encoding.getBytes(UTF_8));
        assertThat(read.payloadHash().hex()).isEqualTo(example("payload-hash"));
        JsonNode request = description.at("/components/schemas/SignedStatement/examples/0");
        assertThat(Base64.getDecoder().decode(request.get("statement").asString()))
                .isEqualTo(statement.getBytes(UTF_8));
        assertThat(request.get("signature").asString()).isEqualTo(example("statement-signature"));
    }

    /** Where lengths are counted in bytes, where names are sorted, and what is not escaped: what texts in ASCII would not show. */
    @Test
    void showsWhatIsSignedOfTextsThatAreNotAscii() throws GeneralSecurityException {
        byte[] canonical = HexFormat.of().parseHex(example("canonical-hex"));
        assertThat(JsonValue.parse(example("canonical-input").getBytes(UTF_8)).canonicalBytes()).isEqualTo(canonical);
        assertThat(sha256(("agenthub/action/v1\n" + new String(canonical, UTF_8)).getBytes(UTF_8)))
                .isEqualTo(example("canonical-payload-hash")).isEqualTo(PayloadHash.of(canonical).hex());

        String statement = example("statement-not-ascii");
        int bytes = statement.getBytes(UTF_8).length;
        assertThat(bytes).isGreaterThan(statement.length());
        assertThat(guide).contains("its " + bytes + " bytes");
        assertThat(DecisionStatement.parse(statement.getBytes(UTF_8)).reason()).contains("\u2028", "e\u0301",
                "\uD83C\uDFD5");
        assertThat(signedStatement(statement)).isEqualTo(example("statement-not-ascii-signature"));
    }

    @Test
    void showsALogAndItsChain() throws GeneralSecurityException {
        String previous = sha256(("agenthub/audit/v1/genesis\n" + example("origin")).getBytes(UTF_8));
        assertThat(previous).isEqualTo(example("genesis"));
        List<byte[]> leaves = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            String event = sha256(("agenthub/audit/v1/event\n" + example("event-" + i)).getBytes(UTF_8));
            assertThat(event).isEqualTo(example("event-hash-" + i));
            previous = sha256(joined("agenthub/audit/v1/link\n".getBytes(UTF_8),
                    ByteBuffer.allocate(8).putLong(i).array(), HexFormat.of().parseHex(previous),
                    HexFormat.of().parseHex(event)));
            assertThat(previous).isEqualTo(example("link-" + i));
            leaves.add(HexFormat.of().parseHex(sha256(joined(new byte[]{0}, HexFormat.of().parseHex(previous)))));
            assertThat(DeclaredShapes.schema(description, "AuditEvent").validate(example("event-" + i),
                    InputFormat.JSON)).isEmpty();
            assertThat(AuditEvent.parse(example("event-" + i).getBytes(UTF_8))).isNotNull();
        }
        assertThat(sha256(joined(new byte[]{1}, leaves.get(0), leaves.get(1)))).isEqualTo(example("root"));

        Checkpoint checkpoint = Checkpoint.open(example("checkpoint") + "\n",
                VerifierKey.parse(example("verifier-key")));
        assertThat(checkpoint.size()).isEqualTo(2);
        assertThat(checkpoint.root().hex()).isEqualTo(example("root"));
        String text = example("origin") + "\n2\n"
                + Base64.getEncoder().encodeToString(HexFormat.of().parseHex(example("root"))) + "\n";
        assertThat(example("checkpoint")).startsWith(text + "\n\u2014 " + example("origin") + " ");
        byte[] line = Base64.getDecoder().decode(example("checkpoint").substring(
                example("checkpoint").lastIndexOf(' ') + 1));
        assertThat(Base64.getEncoder().encodeToString(Arrays.copyOfRange(line, 4, line.length)))
                .isEqualTo(signed(text));
    }

    private static byte[] joined(byte[]... parts) {
        ByteBuffer joined = ByteBuffer.allocate(Arrays.stream(parts).mapToInt(part -> part.length).sum());
        Arrays.stream(parts).forEach(joined::put);
        return joined.array();
    }

    @Test
    void showsDocumentsThatTheirSchemasAccept() {
        Map.of("payload", "ActionPayload", "statement", "DecisionStatement", "statement-not-ascii", "DecisionStatement")
                .forEach((example, schema) -> assertThat(DeclaredShapes.schema(description, schema)
                        .validate(example(example), InputFormat.JSON)).as(example).isEmpty());
        assertThat(DeclaredShapes.schema(description, "ChangePayload").validate(example("payload"), InputFormat.JSON))
                .isNotEmpty();
    }

    @Test
    void namesTheSameStepsBetweenStatesAsTheDatabaseLets() throws IOException {
        assertThat(steps(guide, "(?m)^\\| `(\\w+)` \\| (`\\w+`.*) \\|$", "`(\\w+)`"))
                .isEqualTo(steps(approvalsScript(), "when '(\\w+)' then new\\.state in \\((.*?)\\)", "'(\\w+)'"))
                .containsKeys("pending", "approved", "executing", "unknown");
        assertThat(description.at("/components/schemas/RequestState/enum")).hasSize(RequestState.values().length);
    }

    private static Map<String, Set<String>> steps(String text, String from, String to) {
        Map<String, Set<String>> steps = new TreeMap<>();
        Pattern.compile(from).matcher(text).results()
                .filter(found -> Arrays.stream(RequestState.values()).anyMatch(state -> state.toString()
                        .equals(found.group(1))))
                .forEach(found -> steps.put(found.group(1), new TreeSet<>(
                        Pattern.compile(to).matcher(found.group(2)).results().map(one -> one.group(1)).toList())));
        return steps;
    }

    private static String approvalsScript() throws IOException {
        try (InputStream in = Objects
                .requireNonNull(Database.class.getResourceAsStream("/dev/agenthub/db/bootstrap/B007__approvals.sql"))) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }
}
