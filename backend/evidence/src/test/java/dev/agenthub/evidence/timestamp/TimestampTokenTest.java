package dev.agenthub.evidence.timestamp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agenthub.evidence.BytePositions;
import dev.agenthub.evidence.Codes;
import dev.agenthub.evidence.EvidenceException;
import dev.agenthub.evidence.ExportFixtures;
import dev.agenthub.evidence.SampleLog;
import dev.agenthub.evidence.TestAuthority;
import dev.agenthub.evidence.timestamp.Timestamp.Covered;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.oiw.OIWObjectIdentifiers;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.tsp.TimeStampRequest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimestampTokenTest {

    private static final KeyPair WEAK = TestAuthority.pair("RSA-1024");

    private final String note = ExportFixtures.checkpoint(SampleLog.opened().events());
    private final TestAuthority authority = new TestAuthority();

    @ParameterizedTest
    @CsvSource({"rsa-sha256.tsr, 'CN=Example time,O=Example'", "rsa-sha512.tsr, 'CN=Example time,O=Example'",
            "ec-sha384.tsr, 'CN=Example time on a curve,O=Example'", "bare-token.der, 'CN=Example time,O=Example'",
            "sha1-binding.tsr, 'CN=Example time,O=Example'"})
    void acceptsWhatOpensslMade(String file, String name) throws IOException {
        Timestamp timestamp = openssl(file, TimestampAuthorities.ofPem(resource("root.pem")));
        assertThat(timestamp.trusted()).isTrue();
        assertThat(timestamp.covered()).isEqualTo(Covered.NOTE);
        assertThat(timestamp.authority().split(",")).containsExactlyInAnyOrder(name.split(","));
        assertThat(timestamp.time()).isAfter(Instant.parse("2026-11-01T00:00:00Z"));
    }

    @Test
    void tellsATokenOverTheTextAlone() throws IOException {
        assertThat(openssl("text-sha256.tsr", null).covered()).isEqualTo(Covered.TEXT);
    }

    @Test
    void saysThatNobodyCheckedTheAuthority() throws IOException {
        assertThat(openssl("rsa-sha256.tsr", null).trusted()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"sha1-imprint.tsr | its digest is none of",
            "other-bytes.tsr | over other bytes",
            "no-certificate.tsr | does not carry", "weak-key.tsr | too weak", "refused.tsr | did not grant"})
    void rejectsWhatOpensslMadeOtherwise(String file, String reason) {
        assertInvalid(() -> openssl(file, null), reason);
    }

    @Test
    void rejectsAnAuthorityThatIsNotTrusted() throws IOException {
        TimestampAuthorities others = TimestampAuthorities.ofPem(resource("other-root.pem"));
        assertInvalid(() -> openssl("rsa-sha256.tsr", others), "none of the trusted");
    }

    @Test
    void trustsOneOfSeveralRootsAndTheAuthoritysOwnCertificate() throws IOException {
        byte[] two = concat(resource("other-root.pem"), "\nand then\n".getBytes(StandardCharsets.US_ASCII),
                authority.rootPem());
        assertThat(stamped(TimestampAuthorities.ofPem(two)).trusted()).isTrue();
        assertThat(stamped(TimestampAuthorities.ofPem(authority.ownPem())).trusted()).isTrue();
    }

    @Test
    void rejectsARootOfTheSameNameWithAnotherKey() {
        authority.rootName = "CN=Example root,O=Example";
        assertInvalid(() -> stamped(TimestampAuthorities.ofPem(resource("root.pem"))), "none of the trusted");
    }

    @ParameterizedTest
    @ValueSource(strings = {"secp256r1", "secp384r1", "secp521r1"})
    void acceptsTheCurvesOfNist(String curve) {
        authority.keys = TestAuthority.pair(curve);
        authority.signature = "SHA384withECDSA";
        assertThat(stamped(TimestampAuthorities.ofPem(authority.rootPem())).trusted()).isTrue();
    }

    @Test
    void rejectsAnImprintOfSha1EvenOverTheRightBytes() {
        byte[] imprint = new byte[20];
        assertInvalid(() -> verify(authority.stamp(OIWObjectIdentifiers.idSHA1, imprint, TestAuthority.NOON), null),
                "its digest is none of");
        assertInvalid(() -> verify(authority.stamp(NISTObjectIdentifiers.id_sha224, new byte[28], TestAuthority.NOON),
                null), "its digest is none of");
    }

    @Test
    void rejectsASignatureWithSha1() {
        authority.signature = "SHA1withRSA";
        assertInvalid(() -> stamped(null), "too weak");
    }

    @Test
    void rejectsAWeakKey() {
        authority.keys = WEAK;
        assertInvalid(() -> stamped(null), "too weak");
    }

    @Test
    void rejectsACertificateThatWasSignedWithSha1() {
        authority.rootSignature = "SHA1withRSA";
        assertThat(stamped(null).trusted()).isFalse();
        assertInvalid(() -> stamped(TimestampAuthorities.ofPem(authority.rootPem())), "none of the trusted");
    }

    @Test
    void rejectsACertificateOfAnotherPurpose() {
        authority.purposes = List.of(KeyPurposeId.id_kp_codeSigning);
        assertInvalid(this::stampedAlone);
        authority.purposes = List.of(KeyPurposeId.id_kp_timeStamping, KeyPurposeId.id_kp_codeSigning);
        assertInvalid(this::stampedAlone);
        authority.purposes = List.of();
        assertInvalid(this::stampedAlone);
        authority.purposes = List.of(KeyPurposeId.id_kp_timeStamping);
        authority.criticalPurpose = false;
        assertInvalid(this::stampedAlone);
        authority.criticalPurpose = true;
        authority.usage = KeyUsage.keyEncipherment;
        assertInvalid(() -> stamped(null), "may not sign");
    }

    @Test
    void rejectsATokenThatIsBoundToAnotherCertificate() {
        authority.bindToAnother = true;
        assertInvalid(this::stampedAlone);
    }

    @ParameterizedTest
    @ValueSource(strings = {"uuuuMMddHHmmss", "uuuuMMddHHmmss'+0100'", "uuuuMMddHHmm'61Z'"})
    void rejectsATimeThatIsNotOneMomentEverywhere(String format) {
        authority.timeFormat = DateTimeFormatter.ofPattern(format, Locale.ROOT);
        assertInvalid(this::stampedAlone);
    }

    @Test
    void rejectsATimeAtWhichTheCertificateWasNotValid() {
        for (Instant time : List.of(TestAuthority.VALID_FROM.minusSeconds(1), TestAuthority.VALID_TO.plusSeconds(1))) {
            assertInvalid(() -> verify(authority.stamp(note, time), null), "certificate fails");
        }
    }

    @Test
    void rejectsARootThatWasNoLongerValid() {
        authority.rootValidTo = TestAuthority.NOON.minus(Duration.ofDays(1));
        assertInvalid(() -> stamped(TimestampAuthorities.ofPem(authority.rootPem())), "none of the trusted");
    }

    @Test
    void rejectsATokenWithoutItsCertificate() {
        authority.withCertificate = false;
        assertInvalid(() -> stamped(null), "does not carry");
    }

    @Test
    void rejectsATokenOverAnotherNote() {
        assertInvalid(() -> verify(authority.stamp(note + "\n", TestAuthority.NOON), null), "over other bytes");
    }

    @Test
    void rejectsEveryFlippedBitOrSaysTheSame() {
        byte[] token = authority.stamp(note, TestAuthority.NOON);
        TimestampAuthorities trusted = TimestampAuthorities.ofPem(authority.rootPem());
        Timestamp honest = verify(token, trusted);
        int accepted = 0;
        for (int at : places(token)) {
            byte[] flipped = token.clone();
            flipped[at] ^= (byte) (1 << at % 8);
            try {
                assertThat(verify(flipped, trusted)).as(BytePositions.name(at)).isEqualTo(honest);
                accepted++;
            } catch (EvidenceException e) {
                assertThat(e.code()).isEqualTo(Codes.TIMESTAMP_INVALID);
            }
        }
        // The status of the response, and what a token says twice: versions and the list of digests.
        assertThat(accepted).isLessThan(32);
    }

    /** Some of every sixty-four bytes, since what a token is made of is seldom longer. */
    private static int[] places(byte[] token) {
        BytePositions places = BytePositions.of(token.length);
        for (int from = 0; from < token.length; from += 64) {
            places.with(from, Math.min(from + 64, token.length), 8);
        }
        return places.toArray();
    }

    @Test
    void rejectsATokenCutAnywhereOrWithBytesAfterIt() {
        byte[] token = authority.stamp(note, TestAuthority.NOON);
        for (int length = 0; length < token.length; length++) {
            byte[] cut = Arrays.copyOf(token, length);
            assertInvalid(() -> verify(cut, null));
        }
        assertInvalid(() -> verify(Arrays.copyOf(token, token.length + 1), null), "bytes after");
    }

    @Test
    void rejectsWhatIsHostileWithoutGettingLostInIt() {
        assertInvalid(() -> TimestampToken.parse(new byte[0]));
        assertInvalid(() -> TimestampToken.parse(new byte[TimestampToken.MAX_LENGTH + 1]), "longer than");
        byte[] nested = new byte[TimestampToken.MAX_LENGTH];
        for (int i = 0; i < nested.length; i += 2) {
            nested[i] = 0x30;
            nested[i + 1] = (byte) 0x80;
        }
        assertInvalid(() -> TimestampToken.parse(nested));
        byte[] huge = {0x30, (byte) 0x84, 0x7F, -1, -1, -1};
        assertInvalid(() -> TimestampToken.parse(huge));
        byte[] endless = new byte[TimestampToken.MAX_LENGTH];
        Arrays.fill(endless, (byte) 0x30);
        assertInvalid(() -> TimestampToken.parse(endless));
    }

    @Test
    void asksAndChecksThatTheAnswerIsToThisQuery() throws IOException {
        TimestampQuery query = new TimestampQuery(note, new byte[]{-1, 2, 3, 4, 5, 6, 7, 8});
        TimeStampRequest sent = new TimeStampRequest(query.der());
        assertThat(sent.getCertReq()).isTrue();
        assertThat(sent.getNonce()).isEqualTo(new BigInteger("ff02030405060708", 16));
        byte[] answer = authority.answer(sent, TestAuthority.NOON);
        TimestampAuthorities trusted = TimestampAuthorities.ofPem(authority.rootPem());
        assertThat(query.check(answer, trusted).time()).isEqualTo(TestAuthority.NOON);
        TimestampQuery other = new TimestampQuery(note, new byte[8]);
        assertInvalid(() -> other.check(answer, trusted), "another query");
        assertInvalid(() -> query.check(authority.stamp(note, TestAuthority.NOON), trusted), "another query");
    }

    @Test
    void refusesAListOfCertificatesThatIsNone() {
        for (String text : List.of("", "nothing", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")) {
            assertThatThrownBy(() -> TimestampAuthorities.ofPem(text.getBytes(StandardCharsets.US_ASCII)))
                    .isInstanceOfSatisfying(EvidenceException.class,
                            e -> assertThat(e.code()).isEqualTo(Codes.CERTIFICATE_MALFORMED));
        }
    }

    @FunctionalInterface
    private interface Check {

        void run() throws IOException;
    }

    private static void assertInvalid(Check check) {
        assertInvalid(check, "");
    }

    private static void assertInvalid(Check check, String reason) {
        assertThatThrownBy(check::run).isInstanceOfSatisfying(EvidenceException.class, e -> {
            assertThat(e.code()).isEqualTo(Codes.TIMESTAMP_INVALID);
            assertThat(e.getMessage()).contains(reason);
        });
    }

    private Timestamp stampedAlone() {
        return stamped(null);
    }

    private Timestamp stamped(@Nullable TimestampAuthorities trusted) {
        return verify(authority.stamp(note, TestAuthority.NOON), trusted);
    }

    private Timestamp verify(byte[] token, @Nullable TimestampAuthorities trusted) {
        return TimestampToken.parse(token).verify(note, trusted);
    }

    private static Timestamp openssl(String file, @Nullable TimestampAuthorities trusted) throws IOException {
        return TimestampToken.parse(resource(file)).verify(new String(resource("note.txt"), StandardCharsets.UTF_8),
                trusted);
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(TimestampTokenTest.class.getResourceAsStream(name), name)) {
            return in.readAllBytes();
        }
    }

    private static byte[] concat(byte[]... parts) {
        byte[] whole = new byte[0];
        for (byte[] part : parts) {
            int end = whole.length;
            whole = Arrays.copyOf(whole, end + part.length);
            System.arraycopy(part, 0, whole, end, part.length);
        }
        return whole;
    }
}
