package dev.agenthub.evidence.timestamp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agenthub.evidence.Codes;
import dev.agenthub.evidence.EvidenceException;
import dev.agenthub.evidence.ExportFixtures;
import dev.agenthub.evidence.SampleLog;
import dev.agenthub.evidence.TestAuthority;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.function.Consumer;
import org.bouncycastle.asn1.ASN1Boolean;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.cmp.PKIStatus;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.cms.Time;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.tsp.Accuracy;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.IssuerSerial;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** The rules of SPEC.md about tokens, one by one: whatever is broken alone is TIMESTAMP_INVALID, and its honest neighbour holds. */
class TimestampRulesTest {

    private static final ASN1ObjectIdentifier STRANGE = TestAuthority.STRANGE;
    private static final Accuracy ONE_SECOND = accuracy(1, 500);

    /** A token with one thing about it that is not as in the others. */
    record Token(String what, Consumer<TestAuthority> change) {

        @Override
        public String toString() {
            return what;
        }
    }

    static final List<Token> HOLDING = List.of(
            new Token("an accuracy", it -> says(it, ONE_SECOND)),
            new Token("an order among the authority's tokens", it -> says(it, ASN1Boolean.TRUE)),
            new Token("the authority's name", it -> says(it, new DERTaggedObject(true, 0,
                    new GeneralName(new X500Name("CN=Somebody else"))))),
            new Token("an extension that is not critical", it -> says(it, extension(false))),
            new Token("granted with modifications", it -> it.status = PKIStatus.GRANTED_WITH_MODS),
            new Token("a signing time a minute off", it -> signs(it, time("2026-06-15T12:01:00Z"))),
            new Token("a signing time further off by the accuracy", it -> {
                signs(it, time("2026-06-15T12:01:01Z"));
                says(it, ONE_SECOND);
            }),
            new Token("an unknown signed attribute", it -> signs(it, of(STRANGE, new ASN1Integer(1)))),
            new Token("an unknown unsigned attribute",
                    it -> it.unsignedAttributes = List.of(of(STRANGE, new ASN1Integer(1)))),
            new Token("issuer and number of its certificate", it -> it.issuerSerial = serial("CN=Test root", 2)),
            new Token("a certificate's extension that nobody knows", it -> it.strangeExtension = true));

    static final List<Token> BROKEN = List.of(
            new Token("another version", it -> it.said = parts -> with(parts, 0, new ASN1Integer(2))),
            new Token("a critical extension", it -> says(it, extension(true))),
            new Token("an accuracy of no such milliseconds", it -> says(it,
                    new DERSequence(new DERTaggedObject(false, 0, new ASN1Integer(1000))))),
            new Token("a member that it does not have", it -> says(it, new DEROctetString(new byte[1]))),
            new Token("another content", it -> it.contentType = PKCSObjectIdentifiers.data),
            new Token("an answer that is to come", it -> it.status = PKIStatus.WAITING),
            new Token("a refusal", it -> it.status = PKIStatus.REJECTION),
            new Token("no signer", it -> it.signers = 0),
            new Token("two signers", it -> it.signers = 2),
            new Token("no certificate that it is bound to", it -> it.bound = false),
            new Token("another number of its certificate", it -> it.issuerSerial = serial("CN=Test root", 3)),
            new Token("another issuer of its certificate", it -> it.issuerSerial = serial("CN=Another root", 2)),
            new Token("a signing time over a minute off", it -> signs(it, time("2026-06-15T12:01:01Z"))),
            new Token("two signing times", it -> signs(it, new Attribute(CMSAttributes.signingTime,
                    new DERSet(new ASN1Encodable[]{at("2026-06-15T12:00:00Z"), at("2026-06-15T12:00:01Z")})))),
            new Token("a content type of something else",
                    it -> signs(it, of(CMSAttributes.contentType, PKCSObjectIdentifiers.data))),
            new Token("a digest of something else",
                    it -> signs(it, of(CMSAttributes.messageDigest, new DEROctetString(new byte[32])))),
            new Token("a countersignature that is signed itself",
                    it -> signs(it, of(CMSAttributes.counterSignature, new ASN1Integer(1)))));

    private final String note = ExportFixtures.checkpoint(SampleLog.opened().events());
    private final TestAuthority authority = new TestAuthority();

    @ParameterizedTest
    @FieldSource("HOLDING")
    void accepts(Token token) {
        token.change().accept(authority);
        assertThat(stamped(null).time()).isEqualTo(Instant.parse("2026-06-15T12:00:00.250Z"));
    }

    @ParameterizedTest
    @FieldSource("BROKEN")
    void rejects(Token token) {
        token.change().accept(authority);
        assertThatThrownBy(() -> stamped(null)).isInstanceOfSatisfying(EvidenceException.class,
                e -> assertThat(e.code()).isEqualTo(Codes.TIMESTAMP_INVALID));
    }

    @Test
    void asksOfACertificateThatLeadsToATrustedOneThatAllIsKnownWhichIsCritical() {
        authority.strangeExtension = true;
        assertThat(stamped(TimestampAuthorities.ofPem(authority.ownPem())).trusted()).isTrue();
        TimestampAuthorities root = TimestampAuthorities.ofPem(authority.rootPem());
        assertThatThrownBy(() -> stamped(root)).isInstanceOfSatisfying(EvidenceException.class,
                e -> assertThat(e.code()).isEqualTo(Codes.TIMESTAMP_INVALID));
    }

    private Timestamp stamped(@Nullable TimestampAuthorities trusted) {
        return TimestampToken.parse(authority.stamp(note, TestAuthority.NOON)).verify(note, trusted);
    }

    private static void says(TestAuthority authority, ASN1Encodable more) {
        authority.said = parts -> with(parts, parts.size(), more);
    }

    private static List<ASN1Encodable> with(List<ASN1Encodable> parts, int at, ASN1Encodable part) {
        List<ASN1Encodable> changed = new ArrayList<>(parts);
        if (at < parts.size()) {
            changed.set(at, part);
        } else {
            changed.add(part);
        }
        return changed;
    }

    private static void signs(TestAuthority authority, Attribute attribute) {
        authority.signedAttributes = List.of(attribute);
    }

    private static Attribute of(ASN1ObjectIdentifier type, ASN1Encodable value) {
        return new Attribute(type, new DERSet(value));
    }

    private static Attribute time(String at) {
        return of(CMSAttributes.signingTime, at(at));
    }

    private static Time at(String at) {
        return new Time(Date.from(Instant.parse(at)));
    }

    private static Accuracy accuracy(int seconds, int millis) {
        return new Accuracy(new ASN1Integer(seconds), new ASN1Integer(millis), null);
    }

    private static ASN1Encodable extension(boolean critical) {
        return new DERTaggedObject(false, 1,
                new Extensions(new Extension(STRANGE, critical, new DEROctetString(new byte[1]))));
    }

    private static IssuerSerial serial(String issuer, int number) {
        return new IssuerSerial(new GeneralNames(new GeneralName(new X500Name(issuer))), BigInteger.valueOf(number));
    }
}
