package dev.agenthub.api;

import java.util.Base64;

/**
 * A member's signed word that another decides for them for a time; which bytes, the section on signing says.
 *
 * @param statement the signed bytes in base64; they are stored verbatim
 * @param signature over the statement's DSSE pre-authentication encoding, 64 bytes in base64
 */
public record DelegateRequest(String statement, String signature) {

    public DelegateRequest {
        Check.bytes("statement", statement);
        Check.bytes("signature", signature, 64);
    }

    public static DelegateRequest of(byte[] statement, byte[] signature) {
        return new DelegateRequest(Base64.getEncoder().encodeToString(statement),
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
