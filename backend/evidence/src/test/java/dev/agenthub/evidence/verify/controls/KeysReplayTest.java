package dev.agenthub.evidence.verify.controls;

import static dev.agenthub.evidence.ExportFixtures.SIGNER;
import static dev.agenthub.evidence.SampleLog.ADA;
import static dev.agenthub.evidence.SampleLog.BEN;
import static dev.agenthub.evidence.SampleLog.required;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.evidence.Codes;
import dev.agenthub.evidence.ExportFixtures;
import dev.agenthub.evidence.SampleLog;
import dev.agenthub.evidence.SampleLog.Person;
import dev.agenthub.evidence.SampleLog.Request;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.evidence.chain.EventType;
import dev.agenthub.evidence.statement.Decision;
import dev.agenthub.evidence.statement.DecisionStatement;
import dev.agenthub.evidence.statement.PublicKey;
import dev.agenthub.evidence.verify.Verifier;
import dev.agenthub.evidence.verify.VerifyOptions;
import dev.agenthub.evidence.verify.report.Finding;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A member's key verifies by the algorithm that it was enrolled with. */
class KeysReplayTest {

    private static final Request REFUND = new Request("refund");
    private static final Person TOKEN = ADA.withToken();
    private static final String SOMEBODY = "0199a000-0000-7000-8000-000000000002";

    @TempDir
    private Path folder;

    private final SampleLog log = SampleLog.opened();

    @Test
    void countsAnApprovalThatAKeyInHardwareSigned() throws IOException {
        log.enrol(TOKEN).request(REFUND, required(2)).approve(TOKEN, REFUND).approve(BEN, REFUND).run(REFUND);
        assertThat(findings()).isEmpty();
    }

    @Test
    void takesAKeyWithoutAnAlgorithmAsEd25519() throws IOException {
        Person eve = Person.of("eve");
        log.change(eve, true, "approvers").enrol(eve, data()).request(REFUND, required(1)).approve(eve, REFUND)
                .run(REFUND);
        assertThat(findings()).isEmpty();
    }

    @Test
    void findsAForgedSignatureOfAKeyInHardware() throws IOException {
        log.enrol(TOKEN).request(REFUND, required(1));
        DecisionStatement said = log.statement(TOKEN, REFUND, Decision.APPROVE);
        byte[] signature = TOKEN.sign(said.preAuthenticationEncoding());
        signature[63] ^= 1;
        log.decided(said, signature).run(REFUND);
        assertThat(findings()).containsExactly(Codes.DECISION_SIGNATURE_INVALID, Codes.RUN_WITHOUT_APPROVAL);
    }

    /** Bits beyond the bytes, no padding, white space: the same 64 bytes, and another spelling. */
    @ParameterizedTest
    @ValueSource(strings = {"slack", "unpadded", "space", "line"})
    void takesNoSignatureInAnotherSpelling(String how) throws IOException {
        log.request(REFUND, required(1));
        DecisionStatement said = log.statement(ADA, REFUND, Decision.APPROVE);
        String text = Base64.getEncoder().encodeToString(ADA.sign(said.preAuthenticationEncoding()));
        String other = switch (how) {
            case "slack" -> text.substring(0, 85) + (char) (text.charAt(85) + 1) + "==";
            case "unpadded" -> text.substring(0, 86);
            case "space" -> text + " ";
            default -> text.substring(0, 76) + "\n" + text.substring(76);
        };
        log.append(EventType.APPROVAL_DECIDED, data().put("request", REFUND.id().toString())
                .put("statement", new String(said.canonicalBytes(), StandardCharsets.UTF_8)).put("signature", other)
                .build()).run(REFUND);
        assertThat(findings()).contains(Codes.ENTRY_MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rsa", "ES256", "", "ed448"})
    void findsAKeyOfAnUnknownAlgorithmAndCountsNothingItSigned(String algorithm) throws IOException {
        Person eve = Person.of("eve");
        log.change(eve, true, "approvers").enrol(eve, data().put("alg", algorithm)).request(REFUND, required(1))
                .approve(eve, REFUND).run(REFUND);
        assertThat(findings()).containsExactly(Codes.KEY_ALGORITHM_UNKNOWN, Codes.KEY_NOT_ENROLLED,
                Codes.RUN_WITHOUT_APPROVAL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'alg':'ed25519','invitedBy':null}", "{'alg':'ed25519','invitedBy':'" + SOMEBODY + "'}",
            "{}", "{'alg':1,'invitedBy':1}"})
    void revokesAKeyWhoeverIsSaidToHaveInvitedIt(String said) throws IOException {
        revoke(said, "member");
        assertThat(findings()).containsExactly(Codes.KEY_REVOKED, Codes.RUN_WITHOUT_APPROVAL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"'member':1,", "'member':'ada',", ""})
    void needsAMemberInARevocation(String member) throws IOException {
        revoke("{" + member + "'invitedBy':null}", "not the member");
        assertThat(findings()).containsExactly(Codes.ENTRY_MALFORMED);
    }

    /** Ada's key, by an event that says this beside it, and Ada in that member of it; then she approves. */
    private void revoke(String said, String member) {
        log.append(EventType.MEMBER_KEY_REVOKED, data(said).put("key", ADA.key()).put(member, ADA.id().toString())
                .build()).request(REFUND, required(1)).approve(ADA, REFUND).run(REFUND);
    }

    private static JsonObject.Builder data() {
        return JsonObject.builder();
    }

    private static JsonObject.Builder data(String quoted) {
        JsonObject.Builder data = data();
        ((JsonObject) JsonValue.parse(quoted.replace('\'', '"').getBytes(StandardCharsets.UTF_8))).members()
                .forEach(data::put);
        return data;
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'key':'k'}", "{'agent':'a','key':'k'}", "{'agent':'" + SOMEBODY + "'}"})
    void needsAnAgentAndAKeyInTheRevocationOfAnAgentsKey(String said) throws IOException {
        log.append(EventType.AGENT_KEY_REVOKED, data(said).build());
        assertThat(findings()).containsExactly(Codes.ENTRY_MALFORMED);
    }

    @Test
    void takesNoKeyOfOneAlgorithmForOneOfTheOther() throws IOException {
        log.enrol(TOKEN, data().put("alg", "ed25519"));
        assertThat(findings()).containsExactly(Codes.ENTRY_MALFORMED);
    }

    @Test
    void takesNoEd25519KeyForAPoint() throws IOException {
        log.enrol(Person.of("eve"), data().put("alg", "es256"));
        assertThat(findings()).containsExactly(Codes.ENTRY_MALFORMED);
    }

    @Test
    void takesNoPointThatIsNotOnTheCurve() throws IOException {
        byte[] point = TOKEN.publicKey();
        point[64] ^= 1;
        log.append(EventType.MEMBER_KEY_ENROLLED, data().put("alg", "es256").put("member", ADA.id().toString())
                .put("key", PublicKey.id(point))
                .put("publicKey", Base64.getEncoder().encodeToString(point)).putNull("invitedBy").build());
        assertThat(findings()).containsExactly(Codes.ENTRY_MALFORMED);
    }

    private List<String> findings() throws IOException {
        return Verifier.verify(ExportFixtures.write(folder, ExportFixtures.export(log.events())),
                VerifyOptions.of(SIGNER.verifierKey(), null)).findings().stream().map(Finding::code).toList();
    }
}
