package dev.agenthub.server.agents;

import dev.agenthub.evidence.canonical.JsonArray;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.evidence.documents.DocumentFault;
import dev.agenthub.evidence.documents.DocumentNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a scope is too coarse for: one object of {@code authorization_details} (RFC 9396,
 * section 2). Two are the same where their canonical forms are.
 *
 * @param document at least its {@code type}; what else stands in it, its type says
 */
public record AuthorizationDetail(JsonObject document) implements Comparable<AuthorizationDetail> {
    /** The member of definitions and manifests that lists them. */
    public static final String MEMBER = "authorizationDetails";

    /** The most that one tool, or a service itself, needs. */
    public static final int MOST = 20;

    private static final String TYPE = "type";
    private static final int LONGEST_TYPE = 200;
    /** In bytes of the canonical form. */
    private static final int LARGEST = 4096;
    private static final int LARGEST_GRANTED = 4 * LARGEST;
    private static final int MOST_GRANTED = 200;
    private static final int DEEPEST = 8;
    private static final int MOST_TEXTS = 100;
    private static final int LONGEST_TEXT = 2_000;
    /** Those of RFC 9396, section 2.2, that are lists of texts. */
    private static final List<String> LISTS = List.of("locations", "actions", "datatypes", "privileges");

    /**
     * Reads a list of them, each once.
     *
     * @param node null for none
     * @throws DocumentFault where anything in it can't be understood, saying where and what
     */
    public static List<AuthorizationDetail> list(@Nullable DocumentNode node) {
        List<AuthorizationDetail> details = new ArrayList<>();
        for (DocumentNode item : node == null ? List.<DocumentNode>of() : node.anyItems(MOST)) {
            AuthorizationDetail detail = read(item);
            if (details.contains(detail)) {
                throw item.fault("Each is expected once.");
            }
            details.add(detail);
        }
        return List.copyOf(details);
    }

    /**
     * Reads those that a provider granted, which may have added what only their types' makers know.
     *
     * @throws DocumentFault where they are none, or more or larger than any provider grants
     */
    public static List<AuthorizationDetail> granted(DocumentNode node) {
        return node.anyItems(MOST_GRANTED).stream().map(item -> {
            type(item.require(TYPE));
            return bounded(item, LARGEST_GRANTED);
        }).distinct().toList();
    }

    /**
     * Reads one.
     *
     * @throws DocumentFault where it is none, or larger or deeper than any is
     */
    public static AuthorizationDetail read(DocumentNode node) {
        type(node.require(TYPE));
        for (String name : LISTS) {
            DocumentNode texts = node.get(name);
            if (texts != null) {
                texts.items(MOST_TEXTS).forEach(text -> text.text(LONGEST_TEXT));
            }
        }
        DocumentNode identifier = node.get("identifier");
        if (identifier != null) {
            identifier.text(LONGEST_TEXT);
        }
        return bounded(node, LARGEST);
    }

    private static AuthorizationDetail bounded(DocumentNode node, int largest) {
        JsonObject document = (JsonObject) node.value();
        if (document.depth() > DEEPEST || document.canonicalBytes().length > largest) {
            throw node.fault("At most " + largest + " bytes and " + DEEPEST + " levels are expected.");
        }
        return new AuthorizationDetail(document);
    }

    /**
     * Reads the name of a type.
     *
     * @throws DocumentFault where it is none
     */
    public static String type(DocumentNode node) {
        return node.text(LONGEST_TYPE);
    }

    /** One as {@link #text} wrote it. */
    public static AuthorizationDetail ofText(String text) {
        if (JsonValue.parse(text.getBytes(StandardCharsets.UTF_8)) instanceof JsonObject document) {
            return new AuthorizationDetail(document);
        }
        throw new IllegalStateException("A stored authorization detail is not an object");
    }

    /** All of them as one array, as providers are asked for them and events name them. */
    public static JsonArray array(List<AuthorizationDetail> details) {
        return new JsonArray(details.stream().<JsonValue>map(AuthorizationDetail::document).toList());
    }

    /** Each in its canonical form (RFC 8785). */
    public static List<String> texts(List<AuthorizationDetail> details) {
        return details.stream().map(AuthorizationDetail::text).toList();
    }

    /** The word that says what the other members mean. */
    public String type() {
        return document.string(TYPE);
    }

    /** Its canonical form (RFC 8785). */
    public String text() {
        return new String(document.canonicalBytes(), StandardCharsets.UTF_8);
    }

    /**
     * Whether whoever has this has that one: a provider may add members to what was asked
     * for (RFC 9396, section 7.1), and leaves those as they are.
     */
    public boolean covers(AuthorizationDetail asked) {
        return document.members().entrySet().containsAll(asked.document().members().entrySet());
    }

    /** By their canonical forms. */
    @Override
    public int compareTo(AuthorizationDetail other) {
        return text().compareTo(other.text());
    }
}
