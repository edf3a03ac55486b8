package dev.agenthub.evidence.note;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agenthub.evidence.Codes;
import dev.agenthub.evidence.EvidenceException;
import dev.agenthub.evidence.ExportFixtures;
import java.util.Arrays;
import java.util.Base64;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignedNoteTest {

    /** The example of the C2SP signed-note specification. */
    private static final String SPEC_KEY = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";
    private static final String SPEC_NOTE = "This is an example message.\n\n— example.com/foo "
            + "Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n";

    /** The example of Go's note package. */
    private static final String GO_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
    private static final String GO_SEED = "AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";
    private static final String GO_TEXT = """
            If you think cryptography is the answer to your problem,
            then you don't know what your problem is.
            """;
    private static final String GO_SIGNATURE = "— PeterNeumann "
            + "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";
    private static final String GO_NOTE = GO_TEXT + "\n" + GO_SIGNATURE;

    @Test
    void verifiesTheExampleOfTheSpecification() {
        SignedNote note = SignedNote.parse(SPEC_NOTE);
        assertThat(note.text()).isEqualTo("This is an example message.\n");
        assertThatCode(() -> note.verify(VerifierKey.parse(SPEC_KEY))).doesNotThrowAnyException();
    }

    @Test
    void signsAsGoDoes() {
        byte[] key = Base64.getDecoder().decode(GO_SEED);
        NoteSigner signer = new NoteSigner("PeterNeumann", Arrays.copyOfRange(key, 1, key.length));
        assertThat(signer.verifierKey()).hasToString(GO_KEY).isEqualTo(VerifierKey.parse(GO_KEY));
        assertThat(signer.sign(GO_TEXT)).isEqualTo(GO_NOTE);
        assertThat(signer).hasToString("PeterNeumann");
    }

    @Test
    void takesAKeyWhoseBase64HasAPlus() {
        String key = "TEST+7997405c+AQcC+FTVKf0jlTdHDY3rbevmnKxxPjigCXlVtGe6RIr6";
        assertThat(VerifierKey.parse(key)).hasToString(key);
    }

    @Test
    void ignoresUnknownKeysAndRejectsAKnownOneThatFails() {
        String cosigned = GO_NOTE + SPEC_NOTE.substring(SPEC_NOTE.indexOf('—'));
        VerifierKey peter = VerifierKey.parse(GO_KEY);
        assertThatCode(() -> SignedNote.parse(cosigned).verify(peter)).doesNotThrowAnyException();
        assertRejected(() -> SignedNote.parse(cosigned).verify(VerifierKey.parse(SPEC_KEY)), Codes.SIGNATURE_INVALID);
        assertRejected(() -> SignedNote.parse(SPEC_NOTE).verify(peter), Codes.SIGNATURE_MISSING);
        String failing = GO_NOTE.replace("nAM=", "nAI=");
        assertRejected(() -> SignedNote.parse(failing).verify(peter), Codes.SIGNATURE_INVALID);
    }

    @Test
    void ignoresASignatureUnderTheRightNameButAnotherKeyHash() {
        String other = GO_NOTE.replace("x08go", "y08go");
        assertRejected(() -> SignedNote.parse(other).verify(VerifierKey.parse(GO_KEY)), Codes.SIGNATURE_MISSING);
    }

    @Test
    void readsNothingThatIsNotANote() {
        for (String broken : new String[]{"", "\n", "a\n", "a\n\n", GO_TEXT, GO_TEXT + "\n", GO_NOTE.strip(),
                GO_NOTE.replace("— ", "- "), GO_NOTE.replace("PeterNeumann x", "Peter Neumann x"),
                GO_NOTE.replace("PeterNeumann x", "Peter+Neumann x"), GO_NOTE.replace("nAM=", "nAM"),
                GO_NOTE.replace("nAM=", "nAN="), GO_NOTE.replace(" x08go", "  x08go"), GO_NOTE + "\n", GO_NOTE + "x\n",
                GO_NOTE.replace("If", "\u0000If"), GO_NOTE.replace("If", "\r"), GO_TEXT + "\n— PeterNeumann AAAA\n",
                GO_TEXT + "\n" + strangers(101), GO_NOTE + GO_SIGNATURE, GO_NOTE + GO_SIGNATURE.replace("nAM=", "nAI="),
                "x".repeat(1 << 20) + GO_NOTE}) {
            assertRejected(() -> SignedNote.parse(broken), Codes.CHECKPOINT_MALFORMED);
        }
    }

    @Test
    void readsNotesUpToTheirLimits() {
        String filled = "x".repeat((1 << 20) - GO_NOTE.length()) + GO_NOTE;
        assertThat(SignedNote.parse(filled).text()).hasSize((1 << 20) - 1 - GO_SIGNATURE.length());
        assertRejected(() -> SignedNote.parse("x" + filled), Codes.CHECKPOINT_MALFORMED);
        SignedNote cosigned = SignedNote.parse(GO_NOTE + strangers(99));
        assertThatCode(() -> cosigned.verify(VerifierKey.parse(GO_KEY))).doesNotThrowAnyException();
        assertThat(SignedNote.parse("\n\n" + GO_SIGNATURE).text()).isEqualTo("\n");
        assertRejected(() -> SignedNote.parse(GO_TEXT + "\n\u2014 PeterNeumann AAAAAA==\n"),
                Codes.CHECKPOINT_MALFORMED);
    }

    @Test
    void takesOnlyTextThatHasOneFormInUtf8() {
        for (String text : new String[]{"\ud800\n", "\udfff\n", "\u007f\n", "\u001f\n", "no newline", ""}) {
            assertRejected(() -> SignedNote.parse(text + "\n" + GO_SIGNATURE), Codes.CHECKPOINT_MALFORMED);
            NoteSigner signer = new NoteSigner("a", ExportFixtures.seed("a"));
            assertRejected(() -> signer.sign(text), Codes.CHECKPOINT_MALFORMED);
        }
        String text = " \ud7ff\ue000\ud83d\ude00\u0080\n";
        assertThat(SignedNote.parse(text + "\n" + GO_SIGNATURE).text()).isEqualTo(text);
    }

    @Test
    void isAKeyOnlyWhereItsBytesAreOne() {
        assertRejected(() -> new VerifierKey("a", new byte[32]), Codes.KEY_MALFORMED);
        VerifierKey peter = VerifierKey.parse(GO_KEY);
        assertThat(peter).hasSameHashCodeAs(new VerifierKey("PeterNeumann", peter.publicKey()));
        assertThat(peter).isNotEqualTo(new VerifierKey("Peter", peter.publicKey()))
                .isNotEqualTo(new VerifierKey("PeterNeumann", VerifierKey.parse(SPEC_KEY).publicKey()));
        assertThat(peter.hashCode()).isEqualTo(peter.keyHash());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a+b", "PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
            "Peter Neumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
            "PeterNeumann+C74F20A3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
            "PeterNeumann+c74f20a3+Ahpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
            "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10T", "PeterNeumann+c74f20a3+!",
            "+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
            "PeterNeumann+c74f20a3+AQEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"})
    void readsNothingThatIsNotAVerifierKey(String vkey) {
        assertRejected(() -> VerifierKey.parse(vkey), Codes.KEY_MALFORMED);
    }

    /** So many signature lines, each of another key. */
    private static String strangers(int count) {
        return IntStream.range(0, count).mapToObj(i -> GO_SIGNATURE.replace("PeterNeumann", "stranger" + i))
                .collect(Collectors.joining());
    }

    private static void assertRejected(ThrowingCallable call, String code) {
        assertThatThrownBy(call).isInstanceOf(EvidenceException.class).hasFieldOrPropertyWithValue("code", code);
    }
}
