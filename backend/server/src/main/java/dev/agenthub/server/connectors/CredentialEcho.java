package dev.agenthub.server.connectors;

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
 * Finds a connection's secrets in what a provider sent back, so that a provider that repeats one does not hand it to the agent.
 *
 * <p>Looks for each as it is, in hexadecimal, and in Base64 and its form for addresses at any alignment, also of an encoded
 * form and twice over; in data as it is, and without the escapes of JSON, addresses and HTML and the breaks between lines. It
 * stops carelessness, not a provider who means harm: that one knows the secrets anyway, and can always find another encoding.
 */
public final class CredentialEcho {
    /** Shorter values stand anywhere by chance. */
    private static final int SHORTEST = 8;
    /**
     * So much of the end of each is looked for: its whole length would be compared at every byte
     * of data that nearly repeats it. Not of its beginning, for tokens that are JWTs begin alike.
     */
    private static final int LONGEST = 48;
    private static final int BLOCK = 3;

    /** What is looked for, by its first eight bytes. */
    private final Map<Long, List<ByteString>> needles = new HashMap<>();
    /** In hexadecimal of either case, or of both. */
    private final Map<Long, List<ByteString>> lowercase = new HashMap<>();
    /**
     * By three bytes in either case: how far at least the end of the first eight bytes of anything that is looked for is from them,
     * so that most data is passed over six bytes at a time (Wu and Manber, "A fast algorithm for multi-pattern searching", 1994).
     */
    private final byte[] distance = new byte[1 << 15];

    /** Looks for these. */
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
                // The same twice where a secret's letters have no hexadecimal ones.
                Set<ByteString> digits = new LinkedHashSet<>(
                        List.of(hex(bytes), ByteString.encodeUtf8(hex(bytes).utf8().toUpperCase(Locale.ROOT))));
                base64(digits).forEach(form -> add(needles, form));
            }
        }
    }

    /** Whether one of the secrets stands anywhere in these bytes; never one shorter than eight bytes. */
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

    /** The characters that Base64 gives to these bytes wherever they begin at this offset of three, whatever stands around them. */
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

    /** A number of three bytes, the same in either case of theirs. */
    private static int block(byte[] data, int last) {
        int bytes = (data[last - 2] & 0xdf) << 16 | (data[last - 1] & 0xdf) << 8 | (data[last] & 0xdf);
        return (bytes * 0x9E37_79B1) >>> 17;
    }
}
