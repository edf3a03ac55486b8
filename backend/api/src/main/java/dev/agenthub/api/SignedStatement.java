package dev.agenthub.api;

import java.util.Base64;

/**
 * What a member signed: a decision, or that another decides for them; which bytes, the section on signing says.
 *
 * @param statement the signed bytes in base64, a {@code DecisionStatement} or {@code DelegationStatement}; they are stored verbatim
 * @param signature over the statement's DSSE pre-authentication encoding, 64 bytes in base64
 */
public record SignedStatement(String statement, String signature) {

    public SignedStatement {
        Check.bytes("statement", statement);
        Check.bytes("signature", signature, 64);
    }

    public static SignedStatement of(byte[] statement, byte[] signature) {
        return new SignedStatement(Base64.getEncoder().encodeToString(statement),
                Base64.getEncoder().encodeToString(signature));
    }

    /** The signed bytes. */
    public byte[] statementBytes() {
        return Check.bytes("statement", statement);
    }

    /** The signature's 64 bytes. */
    public byte[] signatureBytes() {
        return Check.bytes("signature", signature, 64);
    }
}
