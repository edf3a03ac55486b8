package dev.agenthub.evidence.statement;

/** Says of signatures whether they are by one key. */
@FunctionalInterface
interface SignatureCheck {

    /** Whether the signature, which has 64 bytes, is over the message. */
    boolean isValid(byte[] message, byte[] signature);
}
