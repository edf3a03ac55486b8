package dev.agenthub.server.http.schema;

import dev.agenthub.api.Shapes;
import dev.agenthub.api.SignatureAlgorithm;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Derives JSON Schema bounds from the checks in the constructors of the API's records. It
 * parses their calls of {@code Check} from the source, so that schema and code always agree.
 */
public final class RecordBounds {
    private static final Pattern CALL = Pattern
            .compile("Check\\.(\\w+)\\(\"(\\w+)\", \\w+((?:, [\\w.]+)*)\\)");
    private static final Pattern DIGITS = Pattern.compile("[0-9_]+");

    private final Class<?> type;
    private final Map<String, Map<String, Object>> members = new LinkedHashMap<>();

    private RecordBounds(Class<?> type) {
        this.type = type;
        Matcher call = CALL.matcher(RecordDocs.source(type.getSimpleName()));
        while (call.find()) {
            members.computeIfAbsent(call.group(2), _ -> new LinkedHashMap<>())
                    .putAll(bounds(call.group(1), call.group(3).isEmpty()
                            ? new String[0]
                            : call.group(3).substring(2).split(", ", -1)));
        }
    }

    /** The bounds by member; for a list of strings, the bounds of its items. */
    public static Map<String, Map<String, Object>> of(Class<?> type) {
        return new RecordBounds(type).members;
    }

    private Map<String, Object> bounds(String check, String[] arguments) {
        return switch (check) {
            case "present" -> Map.of();
            case "list" -> arguments.length == 0 ? Map.of() : Map.of("maxItems", number(arguments[0]));
            case "text" -> text(Shapes.NOT_BLANK, 1, number(arguments[0]));
            case "atMost" -> Map.of("maxLength", number(arguments[0]));
            case "headerText" -> text(whole(Shapes.HEADER_TEXT), 1, number(arguments[0]));
            case "headerName" -> text(whole(Shapes.HEADER_NAME), 1, number(arguments[0]));
            case "printable" -> text(whole(Shapes.PRINTABLE), 0, number(arguments[0]));
            case "eventType" -> text(whole(Shapes.EVENT_TYPE), 1, number(arguments[0]));
            case "fileName" -> text(whole(Shapes.FILE_NAME), 1, number(arguments[0]));
            case "mediaType" -> text(whole(Shapes.MEDIA_TYPE), 1, number(arguments[0]));
            case "hash" -> Map.of("pattern", whole(Shapes.HASH));
            case "keyId" -> Map.of("pattern", whole(Shapes.KEY_ID));
            case "amount" -> Map.of("pattern", whole(Shapes.AMOUNT));
            case "currency" -> Map.of("pattern", whole(Shapes.CURRENCY));
            case "groupName" -> Map.of("pattern", whole(Shapes.GROUP));
            case "bytes" -> arguments.length == 0 ? base64() : base64(number(arguments[0]));
            case "publicKey" -> publicKey();
            case "atLeast" -> Map.of("minimum", number(arguments[0]));
            case "between" -> Map.of("minimum", number(arguments[0]), "maximum", number(arguments[1]));
            default -> throw new IllegalArgumentException("No schema says what Check." + check + " refuses");
        };
    }

    static String whole(String shape) {
        return "^" + shape + "$";
    }

    private static Map<String, Object> text(String pattern, long shortest, long longest) {
        return Map.of("pattern", pattern, "minLength", shortest, "maxLength", longest);
    }

    private static Map<String, Object> base64() {
        return Map.of("contentEncoding", "base64", "pattern", whole(Shapes.BASE64));
    }

    /** The lengths of encoded public keys; another member says which algorithm applies. */
    private static Map<String, Object> publicKey() {
        return Map.of("contentEncoding", "base64", "pattern", whole(Stream.of(SignatureAlgorithm.values())
                .map(alg -> Shapes.base64(alg.publicKeyBytes())).collect(Collectors.joining("|", "(", ")"))));
    }

    private static Map<String, Object> base64(long bytes) {
        long length = (bytes + 2) / 3 * 4;
        return Map.of("contentEncoding", "base64", "pattern", whole(Shapes.base64(bytes)), "minLength", length,
                "maxLength",
                length);
    }

    /** The value of a literal, or of a constant of this record or another. */
    private long number(String written) {
        if (DIGITS.matcher(written).matches()) {
            return Long.parseLong(written.replace("_", ""));
        }
        int dot = written.lastIndexOf('.');
        String owner = dot < 0 ? type.getSimpleName() : written.substring(0, dot);
        Matcher constant = Pattern.compile(" int " + written.substring(dot + 1) + " = ([0-9_]+);")
                .matcher(RecordDocs.source(owner));
        if (!constant.find()) {
            throw new IllegalArgumentException("No constant " + written + " for " + type);
        }
        return Long.parseLong(constant.group(1).replace("_", ""));
    }
}
