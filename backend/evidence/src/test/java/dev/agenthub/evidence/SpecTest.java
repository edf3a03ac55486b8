package dev.agenthub.evidence;

import static dev.agenthub.evidence.ExportFixtures.ORIGIN;
import static dev.agenthub.evidence.ExportFixtures.SIGNER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.evidence.canonical.CanonicalJson;
import dev.agenthub.evidence.canonical.JsonArray;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonString;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.evidence.chain.Chain;
import dev.agenthub.evidence.chain.EventType;
import dev.agenthub.evidence.export.Frontier;
import dev.agenthub.evidence.export.Manifest;
import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.evidence.hash.PayloadHash;
import dev.agenthub.evidence.merkle.MerkleTree;
import dev.agenthub.evidence.note.Pin;
import dev.agenthub.evidence.proof.EntryProof;
import dev.agenthub.evidence.proof.EntryProver;
import dev.agenthub.evidence.proof.ProofVerifier;
import dev.agenthub.evidence.statement.Decision;
import dev.agenthub.evidence.statement.DecisionStatement;
import dev.agenthub.evidence.statement.Ed25519Keys;
import dev.agenthub.evidence.verify.Verifier;
import dev.agenthub.evidence.verify.VerifyOptions;
import dev.agenthub.evidence.verify.controls.saved.SavedState;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every worked example of SPEC.md is what this library computes. */
class SpecTest {

    private static final HexFormat HEX = HexFormat.of();

    @TempDir
    private Path folder;

    private final Map<String, String> examples = new LinkedHashMap<>();

    @Test
    void showsWhatTheLibraryComputes() throws IOException {
        canonicalJson();
        payload();
        statement();
        log();
        counts();
        state();
        proof();
        assertThat(SpecExamples.all()).containsExactlyEntriesOf(examples);
    }

    @Test
    void namesEveryCodeAndNoOther() throws IOException {
        String page = Files.readString(Path.of("SPEC.md"));
        String decides = page.substring(page.indexOf("\n## 7. "), page.indexOf("\n## 8. "));
        Set<String> named = new TreeSet<>();
        Matcher matcher = Pattern.compile("\\b[A-Z][A-Z0-9]*(_[A-Z0-9]+)+\\b").matcher(decides);
        while (matcher.find()) {
            named.add(matcher.group());
        }
        assertThat(named).containsExactlyInAnyOrderElementsOf(
                Stream.of(Codes.class.getFields()).map(Field::getName).toList());
    }

    @Test
    void callsEveryCodeWhatItIs() throws IllegalAccessException {
        for (Field code : Codes.class.getFields()) {
            assertThat(code.get(null)).isEqualTo(code.getName());
        }
    }

    private void canonicalJson() {
        String input = "{ \"b\": [1.50, 1E3, -0, 1e21], \"a\\u0062\": \"\\u20ac \\u000b \\/\", \"\\ud83d\\ude00\": null, \"\\ufb33\": true }";
        example("canonical-input", input);
        example("canonical-output", utf8(CanonicalJson.lossless(input.getBytes(StandardCharsets.UTF_8))));
        StringBuilder rejected = new StringBuilder();
        for (String wrong : List.of("9007199254740993", "1e-400", "1e400", "333333333.33333329", "01", "[1,]",
                "{\"a\":1,\"\\u0061\":2}", "\"\\udc00\\ud800\"", "[1] 2", "[".repeat(129))) {
            rejected.append(rejection(wrong)).append("  ").append(wrong.length() > 99 ? "[[[… 129 times" : wrong)
                    .append('\n');
        }
        examples.put("canonical-rejected", rejected.toString());
    }

    private static String rejection(String input) {
        try {
            return "accepted " + utf8(CanonicalJson.lossless(input.getBytes(StandardCharsets.UTF_8)));
        } catch (EvidenceException e) {
            return e.code() + " at byte " + e.offset();
        }
    }

    private void payload() {
        byte[] payload = new SampleLog.Request("refund").payload();
        example("payload", utf8(payload));
        example("payload-hash", PayloadHash.of(payload).hex());
    }

    private void statement() {
        DecisionStatement statement = new SampleLog().at(SampleLog.START).statement(SampleLog.ADA,
                new SampleLog.Request("refund"), Decision.APPROVE);
        byte[] seed = SampleLog.ADA.seed();
        example("member-seed", HEX.formatHex(seed));
        example("member-public-key", HEX.formatHex(Ed25519Keys.publicKey(seed)));
        example("member-key-id", SampleLog.ADA.key());
        example("statement", utf8(statement.canonicalBytes()));
        example("statement-signed-bytes", utf8(statement.preAuthenticationEncoding()));
        example("statement-signature", HEX.formatHex(Ed25519Keys.sign(seed, statement.preAuthenticationEncoding())));
        SampleLog.Person token = SampleLog.ADA.withToken();
        example("es256-public-key", HEX.formatHex(token.publicKey()));
        example("es256-key-id", token.key());
        DecisionStatement other = new SampleLog().at(SampleLog.START).statement(token,
                new SampleLog.Request("refund"), Decision.APPROVE);
        example("es256-statement", utf8(other.canonicalBytes()));
        example("es256-signature", HEX.formatHex(token.sign(other.preAuthenticationEncoding())));
    }

    private void log() throws IOException {
        List<byte[]> events = SampleLog.opened().events().subList(0, 3);
        List<Hash> links = ExportFixtures.links(ORIGIN, events);
        example("origin", ORIGIN.toString());
        example("genesis", Chain.genesis(ORIGIN).hex());
        for (int i = 0; i < events.size(); i++) {
            example("event-" + i, utf8(events.get(i)));
            example("event-hash-" + i, Chain.event(events.get(i)).hex());
            example("link-" + i, links.get(i).hex());
            example("leaf-" + i, Hash.sha256(new byte[]{0}, links.get(i).bytes()).hex());
        }
        MerkleTree tree = MerkleTree.ofLinks(links);
        example("root", tree.root(3).hex());
        example("inclusion-of-1-in-3", lines(tree.inclusionProof(1, 3)));
        example("consistency-of-2-and-3", lines(tree.consistencyProof(2, 3)));
        example("checkpoint-seed", HEX.formatHex(ExportFixtures.seed("checkpoint")));
        example("vkey", SIGNER.verifierKey().toString());
        example("checkpoint", ExportFixtures.checkpoint(events).stripTrailing());
        example("timestamp-imprint",
                Hash.sha256(ExportFixtures.checkpoint(events).getBytes(StandardCharsets.UTF_8)).hex());
        example("pin", new Pin(ExportFixtures.checkpoint(events), SIGNER.verifierKey()).text().stripTrailing());
        export(events, links);
    }

    private void export(List<byte[]> events, List<Hash> links) throws IOException {
        byte[] export = ExportFixtures.export(events, 2, false, List.of());
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(export))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                if (!entry.getName().equals("checkpoint")) {
                    example("export:" + entry.getName(), utf8(in.readAllBytes()).stripTrailing());
                }
            }
        }
        Frontier frontier = ExportFixtures.frontier(links, 2);
        assertThat(examples).containsEntry("export:frontier.json", utf8(frontier.canonicalBytes()) + "\n");
        assertThat(examples.get("export:manifest.json")).contains(Manifest.FORMAT);
        example("report", Verifier.verify(ExportFixtures.write(folder, export),
                VerifyOptions.of(null, ExportFixtures.pin(events, 3))).toJson());
    }

    private void counts() throws IOException {
        CountedLog log = new CountedLog();
        example("counts-log", log.lines());
        example("counts", controls(log, 0));
        example("counts-in-part", controls(log, CountedLog.IN_PART));
    }

    private String controls(CountedLog log, int from) throws IOException {
        byte[] export = ExportFixtures.export(log.events(), from, true, List.of());
        JsonObject report = (JsonObject) JsonValue.parse(Verifier.verify(ExportFixtures.write(folder, export),
                VerifyOptions.of(SIGNER.verifierKey(), null)).toJson().getBytes(StandardCharsets.UTF_8));
        return utf8(report.object("controls").canonicalBytes());
    }

    private void state() throws IOException {
        SampleLog log = SampleLog.opened();
        JsonObject tool = SampleLog.data().put("digest", SampleLog.digest(new JsonString("message")).hex())
                .put("name", "message").put("risk", "low").build();
        log.append(EventType.AGENT_UPDATED, SampleLog.data().put("agent", SampleLog.AGENT.toString())
                .put("owner", SampleLog.OWNER.toString()).put("manifestDigest", SampleLog.POLICY.hex())
                .put("tools", JsonArray.of(tool)).build());
        log.publish(JsonValue
                .parse("""
                        {"rules":[{"match":{"risk":"low"},"outcome":"allow",
                                   "when":[{"atMost":100,"sum":{"at":"/arguments/amount","per":"agent","within":"PT1H"}}]},
                                  {"match":{"tool":"letter"},"outcome":"deny"},
                                  {"match":{"tool":"refund"},"outcome":"require","required":[{"count":2,"group":"approvers"}]}]}"""
                        .getBytes(StandardCharsets.UTF_8)));
        JsonObject arguments = SampleLog.data().put("amount", "12.50").build();
        SampleLog.Request message = log.action("message", "message", arguments);
        log.request(message).run(message);
        SampleLog.Request refund = log.action("refund", "refund", arguments);
        log.request(refund, SampleLog.required(2)).approve(SampleLog.ADA, refund);
        byte[] export = ExportFixtures.export(log.events(), 0, true, List.of(message.payload()));
        SavedState state = Verifier.verifyAndRemember(ExportFixtures.write(folder, export),
                VerifyOptions.of(SIGNER.verifierKey(), null)).state();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Objects.requireNonNull(state).writeTo(out);
        example("state", utf8(out.toByteArray()).stripTrailing());
    }

    private void proof() throws IOException {
        List<byte[]> events = SampleLog.opened().events().subList(0, 3);
        EntryProof proof = EntryProver.prove(ExportFixtures.write(folder, ExportFixtures.export(events)), 1,
                (done, total) -> {});
        example("proof", proof.text().stripTrailing());
        example("proof-report", ProofVerifier
                .verify(proof.text().getBytes(StandardCharsets.UTF_8), SIGNER.verifierKey(), null).toJson());
    }

    private void example(String name, String text) {
        examples.put(name, text + "\n");
    }

    private static String lines(List<Hash> hashes) {
        return String.join("\n", hashes.stream().map(Hash::hex).toList());
    }

    private static String utf8(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
