package dev.agenthub.evidence.verify;

import dev.agenthub.evidence.statement.DecisionStatement;
import dev.agenthub.evidence.statement.Ed25519Keys;

/** A statement's exact bytes with the signature over them. */
final class SignedBytes {

    private final byte[] statement;
    private final byte[] signature;

    SignedBytes(byte[] statement, byte[] signature) {
        this.statement = statement;
        this.signature = signature;
    }

    boolean isSignedBy(byte[] publicKey) {
        return Ed25519Keys.isValid(publicKey, DecisionStatement.preAuthenticationEncoding(statement), signature);
    }
}
