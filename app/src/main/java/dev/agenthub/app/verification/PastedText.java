package dev.agenthub.app.verification;

import dev.agenthub.evidence.note.Pin;
import dev.agenthub.evidence.proof.EntryProof;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Restores the layout of keys, pins and proofs copied from mails and editors: byte-order marks, CRLF,
 * no-break spaces, wrapped lines and trailing white space. This weakens nothing, since the signature is
 * verified afterwards. Text of another form is returned unchanged, for the format's parser to refuse.
 */
final class PastedText {
    private static final String SIGNATURE = "\u2014";
    private static final Pattern SPACE = Pattern.compile("[\\s\\p{Z}\\uFEFF]+");
    private static final Pattern KEY_AND_ORIGIN = Pattern.compile("([^+]+\\+[0-9a-f]{8}\\+[A-Za-z0-9+/]{44})(.+)");
    private static final Pattern HASH = Pattern.compile("[A-Za-z0-9+/]{43}=");

    private PastedText() {}

    /** Removes all white space from a verifier key. */
    static String key(String text) {
        return String.join("", words(text));
    }

    /** Whether a text begins as a pin, not as a bare note. */
    static boolean isPin(String text) {
        return startsWith(text, Pin.FORMAT);
    }

    /** Whether a text begins as a proof. */
    static boolean isProof(String text) {
        return startsWith(text, EntryProof.FORMAT);
    }

    private static boolean startsWith(String text, String word) {
        List<String> words = words(text);
        return !words.isEmpty() && words.getFirst().equals(word);
    }

    static String pin(String text) {
        List<String> words = words(text);
        int end = words.indexOf(SIGNATURE);
        if (end < 5 || !words.getFirst().equals(Pin.FORMAT)) {
            return text;
        }
        Matcher joined = KEY_AND_ORIGIN.matcher(String.join("", words.subList(1, end - 2)));
        return joined.matches()
                ? Pin.FORMAT + "\n" + joined.group(1) + "\n" + note(joined.group(2), words, end)
                : text;
    }

    static String note(String text) {
        List<String> words = words(text);
        int end = words.indexOf(SIGNATURE);
        return end < 3 ? text : note(String.join("", words.subList(0, end - 2)), words, end);
    }

    /** Lays out a checkpoint note. The words up to {@code end} finish with its size and root; signatures follow. */
    private static String note(String origin, List<String> words, int end) {
        StringBuilder note = new StringBuilder(origin).append('\n').append(words.get(end - 2)).append('\n')
                .append(words.get(end - 1)).append("\n\n");
        int at = end;
        while (at < words.size()) {
            int next = at + 1;
            while (next < words.size() && !words.get(next).equals(SIGNATURE)) {
                next++;
            }
            note.append(signature(origin, words.subList(at + 1, next))).append('\n');
            at = next;
        }
        return note.toString();
    }

    /** Lays out a signature line. The log's own name may have been wrapped as well; other names are one word. */
    private static String signature(String origin, List<String> line) {
        if (line.isEmpty()) {
            return SIGNATURE + " ";
        }
        String all = String.join("", line);
        String name = origin.startsWith(line.getFirst()) && all.startsWith(origin) ? origin : line.getFirst();
        return SIGNATURE + " " + name + " " + all.substring(name.length());
    }

    static String proof(String text) {
        List<String> words = words(text);
        int end = words.indexOf(SIGNATURE);
        int index = end < 0 ? -1 : words.subList(0, end).lastIndexOf("index");
        if (index < 1 || end - index < 5 || !words.getFirst().equals(EntryProof.FORMAT)) {
            return text;
        }
        StringBuilder proof = new StringBuilder(EntryProof.FORMAT).append('\n');
        if (words.get(1).equals("extra")) {
            proof.append("extra ").append(String.join("", words.subList(2, index))).append('\n');
        } else if (index > 1) {
            return text;
        }
        proof.append("index ").append(words.get(index + 1)).append('\n');
        int at = index + 2;
        while (at < end - 3 && HASH.matcher(words.get(at)).matches()) {
            proof.append(words.get(at)).append('\n');
            at++;
        }
        return proof.append('\n').append(note(String.join("", words.subList(at, end - 2)), words, end)).toString();
    }

    private static List<String> words(String text) {
        return Stream.of(SPACE.split(text)).filter(word -> !word.isEmpty()).toList();
    }
}
