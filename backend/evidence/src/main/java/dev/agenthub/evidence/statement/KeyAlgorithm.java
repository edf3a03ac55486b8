package dev.agenthub.evidence.statement;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The signature algorithm of a member's key. */
public enum KeyAlgorithm {
    /** RFC 8032: public keys of 32 bytes. */
    ED25519,
    /** ECDSA on P-256 with SHA-256, as keys in hardware do: public keys of 65 bytes, the uncompressed point of SEC 1. */
    ES256;

    /** The word that stands in an event. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The algorithm of this word; empty for an unknown one. */
    public static Optional<KeyAlgorithm> ofWord(String word) {
        return Arrays.stream(values()).filter(one -> one.word().equals(word)).findFirst();
    }
}
