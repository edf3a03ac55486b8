package dev.agenthub.evidence.verify.controls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.evidence.statement.Decision;
import dev.agenthub.evidence.statement.DecisionStatement;
import dev.agenthub.evidence.statement.Ed25519Keys;
import dev.agenthub.evidence.statement.KeyAlgorithm;
import dev.agenthub.evidence.statement.PublicKey;
import dev.agenthub.evidence.verify.controls.events.ControlEvent;
import dev.agenthub.evidence.verify.controls.events.SignedBytes;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class DecisionChecksTest {

    private static final byte[] SEED = new byte[Ed25519Keys.SEED_LENGTH];
    private static final byte[] STATEMENT = "{}".getBytes(StandardCharsets.UTF_8);
    private static final PublicKey KEY = PublicKey.of(KeyAlgorithm.ED25519, Ed25519Keys.publicKey(SEED));
    private static final PublicKey OTHER_KEY = PublicKey.of(KeyAlgorithm.ED25519,
            Ed25519Keys.publicKey(Arrays.copyOf(STATEMENT, SEED.length)));

    private static final Hash HASH = Hash.ofHex("00".repeat(32));

    private int made;
    private final DecisionChecks checks = new DecisionChecks((signed, publicKey) -> {
        made++;
        return signed.isSignedBy(publicKey);
    });

    @Test
    void checksWhatIsRepeatedOnce() {
        for (int i = 0; i < 1000; i++) {
            assertThat(checks.isValid(decided(STATEMENT, true), KEY)).isTrue();
            assertThat(checks.isValid(decided(STATEMENT, false), KEY)).isFalse();
        }
        assertThat(made).isEqualTo(2);
    }

    @Test
    void takesNoOtherStatementSignatureOrKeyForTheSame() {
        byte[] other = "[]".getBytes(StandardCharsets.UTF_8);
        assertThat(checks.isValid(decided(STATEMENT, true), KEY)).isTrue();
        assertThat(checks.isValid(decided(STATEMENT, true), OTHER_KEY)).isFalse();
        assertThat(checks.isValid(decided(STATEMENT, false), KEY)).isFalse();
        assertThat(checks.isValid(decided(other, true), KEY)).isTrue();
        assertThat(checks.isValid(decided(STATEMENT, true), KEY)).isTrue();
        assertThat(made).isEqualTo(4);
    }

    /** The eight bytes of a key's id can be another key's too, made by whoever tries long enough. */
    @Test
    void takesNoCheckAheadForOneByAnotherKeyOfTheSameId() {
        UUID member = new UUID(0, 3);
        DecisionStatement said = new DecisionStatement("challenge", Instant.EPOCH, Decision.APPROVE, null,
                "0123456789abcdef", member, new UUID(0, 1), HASH, HASH, "", new UUID(0, 2));
        byte[] statement = said.canonicalBytes();
        SignedBytes signed = SignedBytes.ofDecision(statement,
                Ed25519Keys.sign(SEED, DecisionStatement.preAuthenticationEncoding(statement)));
        checks.ahead(new ControlEvent.KeyEnrolled(0, member, said.key(), KEY));

        ControlEvent.Decided ahead = (ControlEvent.Decided) checks.ahead(new ControlEvent.Decided(1, Instant.EPOCH,
                said.org(), said.request(), false, said, "", signed, null));

        assertThat(made).isEqualTo(1);
        assertThat(checks.isValid(ahead, KEY)).isTrue();
        assertThat(made).isEqualTo(1);
        assertThat(checks.isValid(ahead, OTHER_KEY)).isFalse();
    }

    /** Where one byte goes from the signature to the statement, the two are others. */
    @Test
    void keepsSignatureAndStatementApart() {
        byte[] signature = Ed25519Keys.sign(SEED, STATEMENT);
        byte[] longer = Arrays.copyOf(signature, signature.length + 1);
        longer[signature.length] = STATEMENT[0];
        assertThat(checks.isValid(decided(STATEMENT, true), KEY)).isTrue();
        assertThat(checks.isValid(of(SignedBytes.ofDecision(STATEMENT, longer)), KEY)).isFalse();
        assertThat(made).isEqualTo(2);
    }

    @Test
    void remembersNoMoreThanTheLast() {
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i <= DecisionChecks.REMEMBERED; i++) {
                checks.isValid(decided(Integer.toString(i).getBytes(StandardCharsets.UTF_8), true), KEY);
            }
        }
        assertThat(made).isEqualTo(2 * (DecisionChecks.REMEMBERED + 1));
    }

    private static ControlEvent.Decided decided(byte[] statement, boolean signed) {
        byte[] signature = signed
                ? Ed25519Keys.sign(SEED,
                        DecisionStatement.preAuthenticationEncoding(statement))
                : new byte[PublicKey.SIGNATURE_LENGTH];
        return of(SignedBytes.ofDecision(statement, signature));
    }

    private static ControlEvent.Decided of(SignedBytes signed) {
        return new ControlEvent.Decided(1, Instant.EPOCH, new UUID(0, 1), new UUID(0, 2), false, null, "", signed,
                null);
    }
}
