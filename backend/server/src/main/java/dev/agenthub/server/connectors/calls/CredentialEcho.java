package dev.agenthub.server.connectors.calls;

import dev.agenthub.db.secret.SecretBytes;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import okio.ByteString;

/**
 * Finds a connection's secrets in a provider's answer, so that a provider that repeats one does not disclose it to the agent.
 *
 * <p>It looks for each secret as it is, in hexadecimal, and in Base64 and base64url at any alignment, also of an encoded
 * form and encoded twice; in the data as it is, and with the escapes of JSON, URLs and HTML and line breaks removed. It
 * protects against careless providers, not hostile ones: those know the secrets and can always choose another encoding.
 */
public final class CredentialEcho {
    /** Shorter values occur by chance. */
    private static final int SHORTEST = 8;
    /**
     * The length of the compared end of each secret; comparing whole secrets would be slow on
     * data that nearly repeats one. The beginning does not serve, since all JWTs begin alike.
     */
    private static final int LONGEST = 48;
    private static final int BLOCK = 3;

    /** The searched forms, by their first eight bytes. */
    private final Map<Long, List<ByteString>> needles = new HashMap<>();
    /** The searched forms in hexadecimal, which match in either case. */
    private final Map<Long, List<ByteString>> lowercase = new HashMap<>();
    /**
     * By three bytes in either case: the least distance to the end of the first eight bytes of a searched form, so that
     * most data is skipped six bytes at a time (Wu and Manber, "A fast algorithm for multi-pattern searching", 1994).
     */
    private final byte[] distance = new byte[1 << 15];

    /** Prepares the search for these secrets. */
    public CredentialEcho(Collection<SecretBytes> secrets) {
        Arrays.fill(distance, (byte) (SHORTEST - BLOCK + 1));
        for (SecretBytes secret : secrets) {
            ByteString bytes = ByteString.of(secret.bytes());
            if (bytes.size() >= SHORTEST) {
                Set<ByteString> forms = forms(bytes);
                Set<ByteString> once = base64(forms);
                forms.forEach(form -> add(needles, form));
                once.forEach(form -> add(needles, form));
                base64(once).forEach(form -> add(needles, form));
                forms.forEach(form -> add(lowercase, hex(form)));
                once.forEach(form -> add(lowercase, hex(form)));
                // Both are equal where the secret's hexadecimal form has no letters.
                Set<ByteString> digits = new LinkedHashSet<>(
                        List.of(hex(bytes), ByteString.encodeUtf8(hex(bytes).utf8().toUpperCase(Locale.ROOT))));
                base64(digits).forEach(form -> add(needles, form));
            }
        }
    }

    /** Whether the data contains one of the secrets; secrets shorter than eight bytes are never found. */
    public boolean isIn(ByteString data) {
        return !needles.isEmpty()
                && Unescaped.any(data, this::holds);
    }

    private static Set<ByteString> forms(ByteString secret) {
        Set<ByteString> forms = new LinkedHashSet<>();
        forms.add(secret);
        String text = secret.utf8();
        if (ByteString.encodeUtf8(text).equals(secret)) {
            String form = URLEncoder.encode(text, StandardCharsets.UTF_8);
            forms.add(ByteString.encodeUtf8(form));
            forms.add(ByteString.encodeUtf8(form.replace("+", "%20")));
            forms.add(ByteString.encodeUtf8(text.replace("\\", "\\\\").replace("\"", "\\\"")));
        }
        return forms;
    }

    private static ByteString hex(ByteString bytes) {
        return ByteString.encodeUtf8(HexFormat.of().formatHex(bytes.toByteArray()));
    }

    private static Set<ByteString> base64(Set<ByteString> forms) {
        Set<ByteString> encoded = new LinkedHashSet<>();
        for (ByteString form : forms) {
            for (int shift = 0; shift < 3; shift++) {
                String core = base64At(form, shift);
                encoded.add(ByteString.encodeUtf8(core));
                encoded.add(ByteString.encodeUtf8(core.replace('+', '-').replace('/', '_')));
            }
        }
        return encoded;
    }

    /** The Base64 characters of these bytes that do not depend on their neighbours, where they begin at this offset modulo three. */
    private static String base64At(ByteString bytes, int shift) {
        byte[] padded = new byte[shift + bytes.size()];
        System.arraycopy(bytes.toByteArray(), 0, padded, shift, bytes.size());
        String encoded = ByteString.of(padded).base64();
        int first = (shift * 8 + 5) / 6;
        int last = padded.length * 8 / 6;
        return encoded.substring(first, last);
    }

    private void add(Map<Long, List<ByteString>> to, ByteString form) {
        ByteString needle = form.substring(Math.max(0, form.size() - LONGEST));
        long head = 0;
        for (int i = 0; i < SHORTEST; i++) {
            head = (head << 8) | (needle.getByte(i) & 0xff);
        }
        List<ByteString> alike = to.computeIfAbsent(head, _ -> new ArrayList<>());
        if (!alike.contains(needle)) {
            alike.add(needle);
        }
        byte[] bytes = needle.toByteArray();
        for (int last = BLOCK - 1; last < SHORTEST; last++) {
            int block = block(bytes, last);
            distance[block] = (byte) Math.min(distance[block], SHORTEST - 1 - last);
        }
    }

    private boolean holds(byte[] data) {
        int last = SHORTEST - 1;
        while (last < data.length) {
            int further = distance[block(data, last)];
            if (further == 0 && isAt(data, last - SHORTEST + 1)) {
                return true;
            }
            last += Math.max(1, further);
        }
        return false;
    }

    private boolean isAt(byte[] data, int from) {
        long window = 0;
        long lower = 0;
        for (int i = from; i < from + SHORTEST; i++) {
            int value = data[i] & 0xff;
            window = (window << 8) | value;
            lower = (lower << 8) | (value >= 'A' && value <= 'Z' ? value | 0x20 : value);
        }
        return holds(needles, window, data, from, false) || holds(lowercase, lower, data, from, true);
    }

    private static boolean holds(Map<Long, List<ByteString>> wanted, long window, byte[] data, int from,
            boolean anyCase) {
        for (ByteString needle : wanted.getOrDefault(window, List.of())) {
            if (data.length - from >= needle.size() && (anyCase
                    ? ByteString.of(data, from, needle.size()).toAsciiLowercase().equals(needle)
                    : needle.rangeEquals(0, data, from, needle.size()))) {
                return true;
            }
        }
        return false;
    }

    /** The last three bytes as a number, ignoring case. */
    private static int block(byte[] data, int last) {
        int bytes = (data[last - 2] & 0xdf) << 16 | (data[last - 1] & 0xdf) << 8 | (data[last] & 0xdf);
        return (bytes * 0x9E37_79B1) >>> 17;
    }
}
