package dev.agenthub.architecture;

import java.util.Comparator;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds in the sources the sentence of each failure: a literal, a screen's text, a constant, a method's result or its callers' argument.
 *
 * @param sources source texts by class name
 * @param messages message texts by class name, a dot and the key
 */
record Sentences(Map<String, String> sources, Map<String, String> messages) {
    private static final Pattern MESSAGE = Pattern.compile("^\\s*\\w+\\.text\\(\"([\\w.]+)\"");
    private static final Pattern CALL = Pattern.compile("^\\s*(?:([A-Z]\\w*)\\.)?([a-z]\\w*)\\(");
    private static final Pattern NAME = Pattern.compile("^\\s*(\\w+)\\s*[,)]");
    /** How often one may lead to the next. */
    private static final int STEPS = 3;

    /** The longest sentence that the argument at the beginning of {@code argument} has, or none. */
    String of(String type, String argument) {
        return of(type, argument, STEPS);
    }

    private String of(String type, String argument, int steps) {
        String written = literals(argument);
        if (!written.isEmpty() || steps == 0) {
            return written;
        }
        Matcher message = MESSAGE.matcher(argument);
        if (message.find()) {
            return messages.getOrDefault(type + "." + message.group(1), "").replaceAll("\\{\\d+}", "…");
        }
        Matcher call = CALL.matcher(argument);
        if (call.find()) {
            return returned(call.group(1) == null ? type : call.group(1), call.group(2), steps - 1);
        }
        Matcher name = NAME.matcher(argument);
        return name.find() ? named(type, name.group(1), steps - 1) : "";
    }

    /** What a constant or variable is made of, or what a method's callers give for its parameter. */
    private String named(String type, String name, int steps) {
        String source = sources.getOrDefault(type, "");
        Stream<String> made = Pattern.compile("String " + name + " = ([^;]+;)").matcher(source).results()
                .map(found -> of(type, found.group(1), steps));
        Stream<String> given = Pattern.compile("(\\w+)\\(String " + name + "[,)]").matcher(source).results()
                .flatMap(
                        method -> Pattern.compile("\\b" + method.group(1) + "\\((?!String )").matcher(source).results())
                .map(found -> of(type, source.substring(found.end()), steps));
        return longest(Stream.concat(made, given));
    }

    /** What a method returns. */
    private String returned(String type, String method, int steps) {
        String source = sources.getOrDefault(type, "");
        Matcher declared = Pattern.compile(" String " + method + "\\([^{;]*\\{(.*?)\\n    }", Pattern.DOTALL)
                .matcher(source);
        return longest(declared.results().flatMap(body -> Pattern.compile("return ([^;]+;)").matcher(body.group(1))
                .results()).map(found -> of(type, found.group(1), steps)));
    }

    private static String longest(Stream<String> sentences) {
        return sentences.max(Comparator.comparingInt(String::length)).orElse("");
    }

    /** The text of an argument's literals, of two alternatives the first's, with … for what else it has. */
    static String literals(String source) {
        StringBuilder text = new StringBuilder();
        int depth = 0;
        for (int i = 0; i < source.length(); i++) {
            char c = source.charAt(i);
            if (c == '"') {
                int end = literalEnd(source, i);
                if (depth == 0) {
                    text.append(source.substring(i + 1, end).translateEscapes());
                }
                i = end;
            } else if (depth == 0 && (c == ',' || c == ')' || c == ':' || c == ';')) {
                break;
            } else if (depth == 0 && c == '?') {
                text.setLength(0);
            } else if (c == '(') {
                depth++;
            } else if (c == ')') {
                depth--;
            } else if (Character.isJavaIdentifierPart(c) && (text.isEmpty() || text.charAt(text.length() - 1) != '…')) {
                text.append('…');
            }
        }
        return text.toString().equals("…") ? "" : text.toString();
    }

    private static int literalEnd(String source, int start) {
        int end = start + 1;
        while (source.charAt(end) != '"') {
            end += source.charAt(end) == '\\' ? 2 : 1;
        }
        return end;
    }
}
