package dev.agenthub.server.agents;

import dev.agenthub.api.ErrorCode;
import dev.agenthub.api.Risk;
import dev.agenthub.evidence.EvidenceException;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonString;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.evidence.canonical.Uuids;
import dev.agenthub.evidence.documents.DocumentFault;
import dev.agenthub.evidence.documents.DocumentNode;
import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.server.common.RefusedException;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The definition of a tool: its arguments, the call that they become, its connector, needed permissions and cost.
 *
 * @param needs the permissions that its calls need at the provider
 * @param cost null where calls are free
 * @param document the whole definition; {@link #digest} is over its canonical bytes
 */
public record ToolDefinition(String name, TitleTemplate title, Risk risk, UUID connector, JsonObject schema,
        CallTemplate call,
        Permissions needs, @Nullable Cost cost, JsonObject document) {

    /**
     * Reads a definition.
     *
     * @throws RefusedException REQUEST_MALFORMED where it is malformed
     */
    public static ToolDefinition of(JsonObject document) {
        try {
            return new ToolDefinition(document.string("name"), new TitleTemplate(document.string("title")),
                    Risk.valueOf(document.string("risk").toUpperCase(Locale.ROOT)),
                    Uuids.parse(document.string("connector")),
                    document.object("schema"), CallTemplate.of(document.object("call").object("http")),
                    new Permissions(document.array("scopes").items().stream().map(ToolDefinition::scope).toList(),
                            AuthorizationDetail.list(new DocumentNode(document, "").get(AuthorizationDetail.MEMBER))),
                    document.get(Cost.MEMBER) == null ? null : Cost.of(document.object(Cost.MEMBER)), document);
        } catch (EvidenceException | IllegalArgumentException | DocumentFault e) {
            throw new RefusedException(ErrorCode.REQUEST_MALFORMED, "The tool can't be understood: " + e.getMessage(),
                    e);
        }
    }

    /**
     * The cost of a call with these arguments; empty where it is free.
     *
     * @throws RefusedException ARGUMENTS_INVALID where an amount or currency is missing or malformed
     */
    public Optional<Money> charge(JsonObject arguments) {
        return Optional.ofNullable(cost).map(known -> known.charge(arguments, name))
                .filter(money -> money.amount().signum() > 0);
    }

    static ToolDefinition parse(byte[] stored) {
        if (JsonValue.parse(stored) instanceof JsonObject document) {
            return of(document);
        }
        throw new IllegalStateException("A stored tool definition is not an object");
    }

    private static String scope(JsonValue value) {
        if (value instanceof JsonString(String scope)) {
            return scope;
        }
        throw new IllegalArgumentException("A scope is a string");
    }

    public Hash digest() {
        return Hash.sha256(document.canonicalBytes());
    }
}
