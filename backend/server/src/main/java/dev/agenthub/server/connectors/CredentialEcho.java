package dev.agenthub.server.connectors;

import dev.agenthub.server.Secret;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import okio.ByteString;

/**
 * Finds a credential in what a provider sent back, so that a provider that repeats it does not hand it to the agent.
 *
 * <p>Looks for it as it is, escaped for JSON, percent-encoded, in hexadecimal and inside Base64 at any alignment. It stops carelessness, not a
 * provider who means harm: that one knows the credential anyway, and can always find another encoding.
 */
final class CredentialEcho {
    private static final int SHORTEST = 8;

    private final List<ByteString> needles = new ArrayList<>();
    private final String hex;

    CredentialEcho(Secret credential) {
        byte[] bytes = credential.bytes();
        hex = HexFormat.of().formatHex(bytes);
        if (bytes.length >= SHORTEST) {
            needles.add(ByteString.of(bytes));
            for (int shift = 0; shift < 3; shift++) {
                String core = base64At(bytes, shift);
                needles.add(ByteString.encodeUtf8(core));
                needles.add(ByteString.encodeUtf8(core.replace('+', '-').replace('/', '_')));
            }
        }
    }

    /** Whether the credential stands anywhere in these bytes; never for one shorter than eight bytes, which stands anywhere by chance. */
    boolean isIn(ByteString data) {
        if (needles.isEmpty()) {
            return false;
        }
        return holds(data) || holds(percentDecoded(data)) || holds(jsonUnescaped(data))
                || data.toAsciiLowercase().indexOf(ByteString.encodeUtf8(hex)) >= 0;
    }

    private boolean holds(ByteString data) {
        return needles.stream().anyMatch(needle -> data.indexOf(needle) >= 0);
    }

    /** The characters that Base64 gives to these bytes wherever they begin at this offset of three, whatever stands around them. */
    private static String base64At(byte[] bytes, int shift) {
        byte[] padded = new byte[shift + bytes.length];
        System.arraycopy(bytes, 0, padded, shift, bytes.length);
        String encoded = ByteString.of(padded).base64();
        int first = (shift * 8 + 5) / 6;
        int last = padded.length * 8 / 6;
        return encoded.substring(first, last);
    }

    private static ByteString percentDecoded(ByteString data) {
        var out = new ByteArrayOutputStream(data.size());
        for (int i = 0; i < data.size(); i++) {
            int value = data.getByte(i) == '%' ? hexValue(data, i + 1, 2) : -1;
            if (value >= 0) {
                out.write(value);
                i += 2;
            } else {
                out.write(data.getByte(i));
            }
        }
        return ByteString.of(out.toByteArray());
    }

    private static ByteString jsonUnescaped(ByteString data) {
        var out = new ByteArrayOutputStream(data.size());
        for (int i = 0; i < data.size(); i++) {
            boolean escape = data.getByte(i) == '\\' && i + 1 < data.size();
            int value = escape && data.getByte(i + 1) == 'u' ? hexValue(data, i + 2, 4) : -1;
            if (value >= 0) {
                out.writeBytes(Character.toString(value).getBytes(StandardCharsets.UTF_8));
                i += 5;
            } else {
                out.write(data.getByte(escape ? ++i : i));
            }
        }
        return ByteString.of(out.toByteArray());
    }

    private static int hexValue(ByteString data, int from, int digits) {
        int value = 0;
        for (int i = from; i < from + digits; i++) {
            int digit = i < data.size() ? Character.digit(data.getByte(i), 16) : -1;
            if (digit < 0) {
                return -1;
            }
            value = value * 16 + digit;
        }
        return value;
    }
}
