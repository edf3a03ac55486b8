package dev.agenthub.evidence.verify.controls.events;

import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.evidence.statement.DecisionStatement;
import dev.agenthub.evidence.statement.DelegationStatement;
import dev.agenthub.evidence.statement.PublicKey;

/** A statement's exact bytes with the signature over them. */
public final class SignedBytes {

    private final byte[] signed;
    private final byte[] signature;

    private SignedBytes(byte[] signed, byte[] signature) {
        this.signed = signed;
        this.signature = signature;
    }

    public static SignedBytes ofDecision(byte[] statement, byte[] signature) {
        return new SignedBytes(DecisionStatement.preAuthenticationEncoding(statement), signature);
    }

    static SignedBytes ofDelegation(byte[] statement, byte[] signature) {
        return new SignedBytes(DelegationStatement.preAuthenticationEncoding(statement), signature);
    }

    public Hash signedHash() {
        return Hash.sha256(signed);
    }

    public Hash signatureHash() {
        return Hash.sha256(signature);
    }

    public boolean isSignedBy(PublicKey key) {
        return key.isValid(signed, signature);
    }
}
