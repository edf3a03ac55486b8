package dev.agenthub.evidence.statement;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Dead Simple Signing Envelope, protocol version 1: what is signed of a body and its type. */
final class Dsse {

    private Dsse() {}

    static byte[] preAuthenticationEncoding(String type, byte[] body) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(("DSSEv1 " + type.length() + " " + type + " " + body.length + " ")
                .getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(body);
        return out.toByteArray();
    }
}
