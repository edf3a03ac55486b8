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
 * One object of {@code authorization_details} (RFC 9396, section 2), which states a
 * permission more exactly than a scope. Two are equal where their canonical forms are.
 *
 * @param document has at least {@code type}; the type defines the other members
 */
public record AuthorizationDetail(JsonObject document) implements Comparable<AuthorizationDetail> {
    /** The name of the member that lists authorization details in definitions and manifests. */
    public static final String MEMBER = "authorizationDetails";

    /** The most details that a tool or a service may need. */
    public static final int MOST = 20;

    private static final String TYPE = "type";
    private static final int LONGEST_TYPE = 200;
    /** The longest canonical form of a needed detail, in bytes. */
    private static final int LARGEST = 4096;
    private static final int LARGEST_GRANTED = 4 * LARGEST;
    private static final int MOST_GRANTED = 200;
    private static final int DEEPEST = 8;
    private static final int MOST_TEXTS = 100;
    private static final int LONGEST_TEXT = 2_000;
    /** The common members of RFC 9396, section 2.2, that are lists of strings. */
    private static final List<String> LISTS = List.of("locations", "actions", "datatypes", "privileges");

    /**
     * Reads a list of details, without duplicates.
     *
     * @param node null for an empty list
     * @throws DocumentFault where a detail is malformed, with its place
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
     * Reads the details that a provider granted; the provider may have added members.
     *
     * @throws DocumentFault where they are malformed, too many or too large
     */
    public static List<AuthorizationDetail> granted(DocumentNode node) {
        return node.anyItems(MOST_GRANTED).stream().map(item -> {
            type(item.require(TYPE));
            return bounded(item, LARGEST_GRANTED);
        }).distinct().toList();
    }

    /**
     * Reads one detail that a manifest or a service writes.
     *
     * @throws DocumentFault where it is malformed, too large or too deep
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
     * Reads a detail's type.
     *
     * @throws DocumentFault where it is not a valid type name
     */
    public static String type(DocumentNode node) {
        return node.text(LONGEST_TYPE);
    }

    /** Parses what {@link #text} returned. */
    public static AuthorizationDetail ofText(String text) {
        if (JsonValue.parse(text.getBytes(StandardCharsets.UTF_8)) instanceof JsonObject document) {
            return new AuthorizationDetail(document);
        }
        throw new IllegalStateException("A stored authorization detail is not an object");
    }

    /** The details as a JSON array, for authorization requests and events. */
    public static JsonArray array(List<AuthorizationDetail> details) {
        return new JsonArray(details.stream().<JsonValue>map(AuthorizationDetail::document).toList());
    }

    /** The canonical form (RFC 8785) of each detail. */
    public static List<String> texts(List<AuthorizationDetail> details) {
        return details.stream().map(AuthorizationDetail::text).toList();
    }

    /** The member {@code type}, which defines what the other members mean. */
    public String type() {
        return document.string(TYPE);
    }

    /** The canonical form (RFC 8785). */
    public String text() {
        return new String(document.canonicalBytes(), StandardCharsets.UTF_8);
    }

    /**
     * Whether this granted detail includes the requested one: a provider may add members
     * to what was requested (RFC 9396, section 7.1), but not change them.
     */
    public boolean covers(AuthorizationDetail asked) {
        return document.members().entrySet().containsAll(asked.document().members().entrySet());
    }

    /** Orders by canonical form. */
    @Override
    public int compareTo(AuthorizationDetail other) {
        return text().compareTo(other.text());
    }
}
