package dev.agenthub.server.http.schema;

import dev.agenthub.api.Problem;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the Javadoc of the API's records and enums from their sources, which are packaged with the classes, for the API's description.
 *
 * @param text of the type
 * @param members of its components or constants, by name; those without Javadoc are missing
 */
record RecordDocs(String text, Map<String, String> members) {
    private static final Pattern PARAMETER = Pattern.compile("@param (\\w+) ([^@]*(?:@(?!param)[^@]*)*)");
    private static final Pattern CONSTANT = Pattern.compile("/\\*\\* ([^/]*?) \\*/\\s+([A-Z0-9_]+)[,;(]");
    private static final Pattern INLINE = Pattern.compile("\\{@(?:code|link) ((?:[^{}]|\\{[^{}]*})*)}");

    RecordDocs {
        members = Map.copyOf(members);
    }

    static RecordDocs of(Class<?> type) {
        String source = source(type.getSimpleName());
        int declared = source.indexOf("public " + (type.isEnum() ? "enum " : "record ") + type.getSimpleName());
        int begin = source.lastIndexOf("/**", declared);
        if (declared < 0 || begin < 0) {
            return new RecordDocs("", Map.of());
        }
        String doc = source.substring(begin + 3, source.indexOf("*/", begin)).replaceAll("\\n \\* ?", "\n").strip();
        int tags = doc.indexOf("@param");
        Map<String, String> members = new LinkedHashMap<>();
        Matcher matcher = type.isEnum()
                ? CONSTANT.matcher(source.substring(declared))
                : PARAMETER.matcher(tags < 0 ? "" : doc.substring(tags));
        while (matcher.find()) {
            members.put(matcher.group(type.isEnum() ? 2 : 1), plain(matcher.group(type.isEnum() ? 1 : 2)));
        }
        return new RecordDocs(plain(tags < 0 ? doc : doc.substring(0, tags)), members);
    }

    /** Converts Javadoc to one line of Markdown. */
    private static String plain(String javadoc) {
        return INLINE.matcher(javadoc.replaceAll("\\s+", " ").replace(" <p>", " ").strip())
                .replaceAll(found -> Matcher.quoteReplacement("`" + found.group(1) + "`"));
    }

    static String source(String type) {
        return Resources.text(Problem.class, "source/" + type + ".java");
    }
}
