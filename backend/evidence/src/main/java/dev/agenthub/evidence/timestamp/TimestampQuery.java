package dev.agenthub.evidence.timestamp;

import dev.agenthub.evidence.Codes;
import dev.agenthub.evidence.EvidenceException;
import dev.agenthub.evidence.hash.Hash;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A request for a timestamp over a whole signed note (TimeStampReq of RFC 3161): the note's SHA-256, a nonce, and the wish for the
 * authority's certificate.
 */
public final class TimestampQuery {

    private final String note;
    private final BigInteger nonce;

    /**
     * A query.
     *
     * @param note the signed note, as it is kept
     * @param nonce random bytes that no other query has, at least 8
     */
    public TimestampQuery(String note, byte[] nonce) {
        if (nonce.length < Long.BYTES) {
            throw new IllegalArgumentException("A nonce has at least 8 bytes");
        }
        this.note = note;
        this.nonce = new BigInteger(1, nonce);
    }

    /** The TimeStampReq in DER. */
    public byte[] der() {
        TimeStampRequestGenerator generator = new TimeStampRequestGenerator();
        generator.setCertReq(true);
        byte[] imprint = Hash.sha256(note.getBytes(StandardCharsets.UTF_8)).bytes();
        try {
            return generator.generate(NISTObjectIdentifiers.id_sha256, imprint, nonce).getEncoded();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Verifies the authority's response, and that it repeats this query's nonce.
     *
     * @throws EvidenceException TIMESTAMP_INVALID
     */
    public Timestamp check(byte[] response, @Nullable TimestampAuthorities trusted) {
        TimestampToken token = TimestampToken.parse(response);
        if (!token.answers(nonce)) {
            throw new EvidenceException(Codes.TIMESTAMP_INVALID, "The token answers another query.");
        }
        return token.verify(note, trusted);
    }
}
