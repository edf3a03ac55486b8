package dev.agenthub.app.ui.approvals.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.api.SignatureAlgorithm;
import dev.agenthub.api.Vote;
import dev.agenthub.app.client.FetchedPayload;
import dev.agenthub.app.platform.Signer;
import dev.agenthub.app.platform.UnlockedKey;
import dev.agenthub.app.testing.TestBackend;
import dev.agenthub.app.testing.TestRequest;
import dev.agenthub.app.testing.TokenKey;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.evidence.hash.PayloadHash;
import dev.agenthub.evidence.statement.Decision;
import dev.agenthub.evidence.statement.DecisionStatement;
import dev.agenthub.evidence.statement.PublicKey;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Others' votes are checked with what their keys sign with. */
class CheckedVoteTest {
    private static final Instant NOW = Instant.parse("2026-11-28T10:00:00Z");

    private final UUID member = UUID.randomUUID();
    private final TestRequest request = new TestRequest().with(TestBackend.ORG,
            JsonObject.builder().put("amount", "480.00").build(), "https://example.com/r");

    private byte[] statement(byte[] publicKey) {
        return new DecisionStatement("c2lnbi1pbi1jaGFsbGVuZ2U", NOW, Decision.APPROVE, null, PublicKey.id(publicKey),
                member, TestBackend.ORG, PayloadHash.of(request.payload), Hash.ofHex(TestRequest.POLICY_DIGEST), "",
                request.id).canonicalBytes();
    }

    private boolean valid(SignatureAlgorithm alg, byte[] publicKey, byte[] statement, byte[] signature) {
        Base64.Encoder base64 = Base64.getEncoder();
        request.votes.add(new Vote(member, "Tove", List.of("approvers"), "approve", PublicKey.id(publicKey), "", NOW,
                base64.encodeToString(statement), base64.encodeToString(signature), alg,
                base64.encodeToString(publicKey)));
        ExactPayload payload = ExactPayload.check(new FetchedPayload(request.payload, "challenge"), request.detail(),
                TestBackend.ORG);
        return CheckedVote.of(request.detail(), payload, TestBackend.ORG).getLast().valid();
    }

    private boolean valid(SignatureAlgorithm alg, Signer key, int flipped) {
        byte[] statement = statement(key.publicKey());
        byte[] signature = key.sign(DecisionStatement.preAuthenticationEncoding(statement));
        signature[40] ^= (byte) flipped;
        return valid(alg, key.publicKey(), statement, signature);
    }

    @Test
    void holdsForEachAlgorithm() {
        try (Signer file = UnlockedKey.generate(); Signer token = new TokenKey()) {
            assertThat(valid(SignatureAlgorithm.ED25519, file, 0)).isTrue();
            assertThat(valid(SignatureAlgorithm.ES256, token, 0)).isTrue();

            assertThat(valid(SignatureAlgorithm.ED25519, file, 1)).isFalse();
            assertThat(valid(SignatureAlgorithm.ES256, token, 1)).isFalse();
        }
    }

    @Test
    void holdsForNoOtherKeyAndNoBytesThatAreNone() {
        try (Signer token = new TokenKey(); Signer other = new TokenKey()) {
            byte[] statement = statement(other.publicKey());
            byte[] signature = token.sign(DecisionStatement.preAuthenticationEncoding(statement));
            assertThat(valid(SignatureAlgorithm.ES256, other.publicKey(), statement, signature)).isFalse();

            byte[] offCurve = token.publicKey();
            offCurve[64] ^= 1;
            byte[] about = statement(offCurve);
            assertThat(valid(SignatureAlgorithm.ES256, offCurve, about,
                    token.sign(DecisionStatement.preAuthenticationEncoding(about)))).isFalse();
        }
    }

    /** The signature is good, but the statement says something else than the backend tells of it. */
    @ParameterizedTest
    @ValueSource(strings = {"", "organization", "request", "payload", "policy", "member", "decision", "reason", "key"})
    void holdsOnlyForWhatIsToldOfIt(String other) {
        try (Signer key = UnlockedKey.generate(); Signer another = UnlockedKey.generate()) {
            byte[] statement = new DecisionStatement("c2lnbi1pbi1jaGFsbGVuZ2U", NOW,
                    other.equals("decision") ? Decision.DENY : Decision.APPROVE, null,
                    other.equals("key") ? another.keyId() : key.keyId(),
                    other.equals("member") ? UUID.randomUUID() : member,
                    other.equals("organization") ? UUID.randomUUID() : TestBackend.ORG,
                    other.equals("payload") ? Hash.sha256(new byte[0]) : PayloadHash.of(request.payload),
                    other.equals("policy") ? Hash.sha256(new byte[0]) : Hash.ofHex(TestRequest.POLICY_DIGEST),
                    other.equals("reason") ? "Because" : "", other.equals("request") ? UUID.randomUUID() : request.id)
                    .canonicalBytes();
            byte[] signature = key.sign(DecisionStatement.preAuthenticationEncoding(statement));
            assertThat(valid(SignatureAlgorithm.ED25519, key.publicKey(), statement, signature))
                    .isEqualTo(other.isEmpty());
        }
    }
}
