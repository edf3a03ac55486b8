package dev.agenthub.evidence.verify.controls;

import static dev.agenthub.evidence.SampleLog.ADA;
import static dev.agenthub.evidence.SampleLog.data;
import static dev.agenthub.evidence.SampleLog.required;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.evidence.Codes;
import dev.agenthub.evidence.ExportFixtures;
import dev.agenthub.evidence.SampleLog;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonString;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.evidence.chain.AuditEvent;
import dev.agenthub.evidence.chain.EventType;
import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.evidence.hash.PayloadHash;
import dev.agenthub.evidence.note.Pin;
import dev.agenthub.evidence.verify.Verifier;
import dev.agenthub.evidence.verify.VerifyOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the rest of a log says of a published policy that whoever holds the checkpoint's key wrote anew, document and digest. */
class RewrittenPolicyTest extends GovernedLog {

    private static final Map<String, JsonValue> REWRITTEN = Map.of("document", ALLOW_ALL, "digest",
            text(SampleLog.digest(ALLOW_ALL)));
    private static final JsonObject STRICT = (JsonObject) JsonValue.parse("""
            {"rules":[{"outcome":"require","required":[{"count":2,"group":"approvers"}]}]}"""
            .getBytes(StandardCharsets.UTF_8));

    @TempDir
    private Path exports;

    private List<byte[]> events = List.of();
    private byte[] payload = new byte[0];

    private static JsonValue text(Hash hash) {
        return new JsonString(hash.hex());
    }

    /** The last version, {@link #STRICT}, as others approved it. */
    @BeforeEach
    void publishAsApproved() {
        govern(RULES, null);
        payload = payload(STRICT).canonicalBytes();
        propose(CHANGE, PayloadHash.ofChange(payload), "policy.publish", policy(STRICT), 1);
        approve(ADA, CHANGE, PayloadHash.ofChange(payload));
        apply(CHANGE, PayloadHash.ofChange(payload), "policy.publish");
        publish(STRICT, CHANGE);
        events = log.events();
    }

    private JsonObject payload(JsonObject document) {
        return data().put("after", policy(document)).putNull("before").put("createdAt", "2026-01-01T00:00:00.000000Z")
                .put("expiresAt", "2026-01-01T01:00:00.000000Z").put("kind", "policy.publish")
                .put("nonce", "AAAAAAAAAAAAAAAAAAAAAA").put("org", ExportFixtures.ORG.toString())
                .put("policy", data().put("digest", governance.hex()).put("id", SampleLog.id("governance").toString())
                        .put("version", version).build())
                .put("proposer", ADMIN.id().toString()).put("request", CHANGE.id().toString())
                .put("subject", data().put("id", SampleLog.id("policy").toString()).put("kind", "policy").build())
                .put("v", PayloadHash.CHANGE).putNull("workspace").build();
    }

    /** The last event of the type says something else. */
    private void rewrite(String type, Map<String, JsonValue> changed) {
        List<byte[]> others = new ArrayList<>(events);
        for (int i = others.size() - 1; i >= 0; i--) {
            AuditEvent was = AuditEvent.parse(others.get(i));
            if (was.type().equals(type)) {
                JsonObject.Builder data = data();
                was.data().members().forEach((name, value) -> data.put(name, changed.getOrDefault(name, value)));
                others.set(i, new AuditEvent(was.actor(), data.build(), was.id(), was.nonce(), was.org(),
                        was.subject(), was.time(), was.type(), was.workspace()).canonicalBytes());
                events = others;
                return;
            }
        }
        throw new IllegalArgumentException(type);
    }

    private List<String> found(byte[]... changes) throws IOException {
        ExportFixtures.Parts parts = ExportFixtures.Parts.of(events);
        parts.changes = List.of(changes);
        return verify(parts, ExportFixtures.pin(events, 1));
    }

    private List<String> verify(ExportFixtures.Parts parts, Pin pin) throws IOException {
        return codes(Verifier.verify(ExportFixtures.write(exports, parts.write()), VerifyOptions.of(null, pin)));
    }

    @Test
    void acceptsThePolicyThatWasApproved() throws IOException {
        assertThat(found()).isEmpty();
        assertThat(found(payload)).isEmpty();
    }

    @Test
    void findsADocumentWithoutItsDigestThoughNoRequestNamesIt() throws IOException {
        rewrite(EventType.POLICY_PUBLISHED, Map.of("document", ALLOW_ALL));
        assertThat(found()).containsExactly(Codes.CHANGE_WITHOUT_APPROVAL, Codes.POLICY_DIGEST_MISMATCH);
        events = SampleLog.opened().publish(STRICT).events();
        rewrite(EventType.POLICY_PUBLISHED, Map.of("document", ALLOW_ALL));
        assertThat(found()).containsExactly(Codes.POLICY_DIGEST_MISMATCH);
    }

    @Test
    void findsThatItIsNotWhatWasApproved() throws IOException {
        rewrite(EventType.POLICY_PUBLISHED, REWRITTEN);
        assertThat(found()).containsExactly(Codes.CHANGE_WITHOUT_APPROVAL);
        assertThat(found(payload)).containsExactly(Codes.CHANGE_WITHOUT_APPROVAL);
    }

    @Test
    void findsByThePayloadThatTheProposalWasAnotherOne() throws IOException {
        rewrite(EventType.POLICY_PUBLISHED, REWRITTEN);
        rewrite(EventType.APPROVAL_REQUESTED, Map.of("after", text(SampleLog.digest(policy(ALLOW_ALL)))));
        assertThat(found(payload)).containsExactly(Codes.PAYLOAD_MISMATCH);
        assertThat(found()).as("nothing says what was approved").isEmpty();
    }

    @Test
    void findsByTheApprovalsThatThePayloadWasAnotherOne() throws IOException {
        byte[] other = payload(ALLOW_ALL).canonicalBytes();
        Map<String, JsonValue> rewritten = Map.of("payloadHash", text(PayloadHash.ofChange(other)), "after",
                text(SampleLog.digest(policy(ALLOW_ALL))));
        rewrite(EventType.POLICY_PUBLISHED, REWRITTEN);
        rewrite(EventType.APPROVAL_REQUESTED, rewritten);
        rewrite(EventType.CHANGE_APPLIED, rewritten);
        assertThat(found(other)).containsExactly(Codes.CHANGE_WITHOUT_APPROVAL);
    }

    @ParameterizedTest
    @EnumSource
    void findsItByARequestThatNamesItWhateverBecameOfThat(RequestEnd how) throws IOException {
        SampleLog ungoverned = SampleLog.opened().request(OTHER, required(2));
        how.of(ungoverned, OTHER);
        events = ungoverned.events();
        assertThat(found()).isEmpty();
        rewrite(EventType.POLICY_PUBLISHED, REWRITTEN);
        assertThat(found()).containsExactly(Codes.POLICY_UNKNOWN);
    }

    /** It stands behind no change, since nothing governs it. */
    @Test
    void findsByAPinWhatNothingInTheLogContradicts() throws IOException {
        events = SampleLog.opened().publish(STRICT).events();
        Pin pin = ExportFixtures.pin(events, events.size());
        rewrite(EventType.POLICY_PUBLISHED, REWRITTEN);
        assertThat(found()).isEmpty();
        assertThat(verify(ExportFixtures.Parts.of(events), pin)).containsExactly(Codes.PIN_FORKED);
    }
}
