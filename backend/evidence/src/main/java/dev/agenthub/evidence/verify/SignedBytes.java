package dev.agenthub.evidence.verify;

import dev.agenthub.evidence.statement.DecisionStatement;
import dev.agenthub.evidence.statement.PublicKey;

/** A statement's exact bytes with the signature over them. */
final class SignedBytes {

    private final byte[] statement;
    private final byte[] signature;

    SignedBytes(byte[] statement, byte[] signature) {
        this.statement = statement;
        this.signature = signature;
    }

    boolean isSignedBy(PublicKey key) {
        return key.isValid(DecisionStatement.preAuthenticationEncoding(statement), signature);
    }
}
