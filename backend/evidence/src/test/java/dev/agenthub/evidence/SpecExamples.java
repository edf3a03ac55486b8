package dev.agenthub.evidence;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The worked examples of SPEC.md, by name. */
public final class SpecExamples {

    private static final Pattern EXAMPLE = Pattern.compile("```example (\\S+)\n(.*?\n)```", Pattern.DOTALL);

    private SpecExamples() {}

    /** All of them in their order, each with the newline before its closing fence. */
    static Map<String, String> all() {
        Map<String, String> examples = new LinkedHashMap<>();
        Matcher matcher = EXAMPLE.matcher(page());
        while (matcher.find()) {
            examples.put(matcher.group(1), matcher.group(2));
        }
        return examples;
    }

    /** One of one line. */
    public static byte[] line(String name) {
        return text(name).strip().getBytes(StandardCharsets.UTF_8);
    }

    /** One of several lines, each with its newline. */
    public static byte[] lines(String name) {
        return text(name).getBytes(StandardCharsets.UTF_8);
    }

    private static String text(String name) {
        return Objects.requireNonNull(all().get(name), name);
    }

    private static String page() {
        try {
            return Files.readString(Path.of("SPEC.md"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
