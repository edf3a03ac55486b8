package dev.agenthub.evidence.policy;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.agenthub.evidence.canonical.JsonArray;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonString;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.evidence.documents.DocumentNode;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A test of one value. The result for a value of another type than the test expects is unknown. */
sealed interface ValueTest {

    TruthValue holds(JsonValue value);

    /** Prepares what takes time, and refuses what can't be; see {@link PolicyDocument#read}. */
    default void compile() {}

    /** How many steps it takes at most to test a value, what the document's own length accounts for left out. */
    default long steps(JsonValue value) {
        return value instanceof JsonString(String text) ? 1L + text.length() : 1;
    }

    /** One of these values; numbers as exact decimals, texts letter by letter. */
    final class OneOf implements ValueTest {

        private final List<JsonValue> values;
        /** The same, each found at once: a policy may have half a million, and be asked as often as its requests' payloads allow. */
        private final Set<JsonValue> set;

        OneOf(List<JsonValue> values) {
            this.values = List.copyOf(values);
            this.set = Set.copyOf(new HashSet<>(values));
        }

        @Override
        public TruthValue holds(JsonValue value) {
            if (has(value)) {
                return TruthValue.of(true);
            }
            boolean comparable = values.stream().anyMatch(other -> other.getClass() == value.getClass());
            return comparable
                    ? TruthValue.of(false)
                    : TruthValue.unknown("is of another kind than what it is compared with");
        }

        /** Where a payload has an array or an object here, its hash takes longer than to compare it with a few. */
        private boolean has(JsonValue value) {
            return switch (value) {
                case JsonArray _,JsonObject _ -> values.contains(value);
                default -> set.contains(value);
            };
        }
    }

    /** A number, or a decimal in a text, compared with a bound. */
    record Compared(Comparison comparison) implements ValueTest {

        @Override
        public TruthValue holds(JsonValue value) {
            BigDecimal number = Decimals.of(value);
            return number == null ? TruthValue.unknown("is no number") : TruthValue.of(comparison.holds(number));
        }
    }

    /** A text that matches a regular expression as a whole, in time linear in the text's length (RE2). */
    final class Matching implements ValueTest {

        private static final int LONGEST_PATTERN = 500;
        private static final int LONGEST_TEXT = 1 << 20;
        private static final Pattern COUNT = Pattern.compile("\\{([0-9]{1,9})(?:,([0-9]{0,9}))?\\}");
        private static final long MOST_STEPS = 1L << 32;

        private final DocumentNode node;
        private final String text;
        private volatile @Nullable Pattern compiled;

        private Matching(DocumentNode node) {
            this.node = node;
            this.text = node.text(LONGEST_PATTERN);
        }

        static Matching read(DocumentNode node) {
            return new Matching(node);
        }

        @Override
        public void compile() {
            pattern();
        }

        private Pattern pattern() {
            Pattern pattern = compiled;
            if (pattern == null) {
                try {
                    pattern = Pattern.compile(text, Pattern.DOTALL);
                } catch (PatternSyntaxException e) {
                    throw node.fault("This is not a pattern in the syntax of RE2: " + e.getDescription() + ".");
                }
                compiled = pattern;
            }
            return pattern;
        }

        /** So many for every character: as many as the pattern has, times every count in it. */
        @Override
        public long steps(JsonValue value) {
            long steps = 1L + text.length();
            Matcher counts = COUNT.matcher(text);
            while (counts.find()) {
                long most = Math.max(number(counts.group(1)), number(counts.group(2)));
                steps = Math.min(steps * Math.max(1, most), MOST_STEPS);
            }
            return value instanceof JsonString(String candidate) ? steps * (1L + candidate.length()) : 1;
        }

        private static long number(@Nullable String digits) {
            return digits == null || digits.isEmpty() ? 0 : Long.parseLong(digits);
        }

        @Override
        public TruthValue holds(JsonValue value) {
            if (!(value instanceof JsonString(String candidate))) {
                return TruthValue.unknown("is no text");
            }
            return candidate.length() > LONGEST_TEXT
                    ? TruthValue.unknown("is too long for a pattern")
                    : TruthValue.of(pattern().matcher(candidate).matches());
        }
    }

    /** How many characters (code points), items or members there are. */
    record Length(Comparison comparison) implements ValueTest {

        @Override
        public TruthValue holds(JsonValue value) {
            return switch (value) {
                case JsonString(String text) -> holds(text.codePointCount(0, text.length()));
                case JsonArray(List<JsonValue> items) -> holds(items.size());
                case JsonObject object -> holds(object.members().size());
                default -> TruthValue.unknown("has no length");
            };
        }

        private TruthValue holds(int length) {
            return TruthValue.of(comparison.holds(BigDecimal.valueOf(length)));
        }
    }

    /** An address whose host is one of these. */
    record Host(List<HostPattern> patterns) implements ValueTest {

        public Host {
            patterns = List.copyOf(patterns);
        }

        @Override
        public TruthValue holds(JsonValue value) {
            String host = value instanceof JsonString(String url) ? HostPattern.hostOf(url) : null;
            return host == null
                    ? TruthValue.unknown("is no address of a host over HTTP")
                    : TruthValue.of(patterns.stream().anyMatch(pattern -> pattern.covers(host)));
        }
    }
}
