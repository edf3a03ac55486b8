package dev.agenthub.server.connectors.catalog;

import dev.agenthub.api.AuthorizationKind;
import dev.agenthub.api.CatalogConnector;
import dev.agenthub.api.CatalogCost;
import dev.agenthub.api.CatalogScope;
import dev.agenthub.api.CatalogTool;
import dev.agenthub.api.Risk;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonString;
import dev.agenthub.evidence.documents.DocumentFault;
import dev.agenthub.evidence.documents.DocumentNode;
import dev.agenthub.server.agents.AuthorizationDetail;
import dev.agenthub.server.agents.OfferedServices;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import okhttp3.HttpUrl;

/** The service definitions that are built in. */
public final class Catalog implements OfferedServices {
    private static final List<String> NAMES = List.of("github", "slack", "google-mail", "google-calendar",
            "google-drive", "microsoft-graph", "atlassian", "stripe", "linear", "oauth", "key");

    /** The sample organization's service, which is not listed. */
    private static final String SANDBOX = "sandbox";

    private final List<ConnectorDefinition> definitions;

    private Catalog(List<ConnectorDefinition> definitions) {
        this.definitions = definitions;
    }

    /** Whether a built-in service has this name, which administrators' definitions then may not use. */
    static boolean reserves(String name) {
        return NAMES.contains(name) || name.equals(SANDBOX);
    }

    /** Loads the built-in definitions. */
    public static Catalog builtIn() {
        return new Catalog(NAMES.stream().map(Catalog::read).toList());
    }

    /** All definitions, for administrators to choose from. */
    public List<ConnectorDefinition> all() {
        return definitions;
    }

    @Override
    public Optional<JsonObject> document(String name) {
        return find(name).map(ConnectorDefinition::document);
    }

    /** The definition of this name. */
    public Optional<ConnectorDefinition> find(String name) {
        return definitions.stream().filter(definition -> definition.name().equals(name)).findFirst();
    }

    /** The API's view of all definitions. */
    public List<CatalogConnector> shown() {
        return definitions.stream().map(Catalog::shown).toList();
    }

    /** The API's view of a definition. */
    public static CatalogConnector shown(ConnectorDefinition definition) {
        HttpUrl baseUrl = definition.baseUrl();
        return new CatalogConnector(definition.name(), definition.title(), definition.documentation().toString(),
                switch (definition.authorization()) {
                    case Authorization.Key _ -> AuthorizationKind.KEY;
                    case Authorization.OAuth _ -> AuthorizationKind.OAUTH;
                    case Authorization.Discovered _ -> AuthorizationKind.DISCOVERED;
                }, baseUrl == null ? null : baseUrl.toString(), definition.hosts(),
                definition.scopes().stream()
                        .map(scope -> new CatalogScope(scope.name(), scope.title(), scope.required())).toList(),
                tools(definition));
    }

    /** The API's view of a definition's tools. */
    public static List<CatalogTool> tools(ConnectorDefinition definition) {
        return definition.tools().stream().map(Catalog::tool).toList();
    }

    private static CatalogTool tool(JsonObject tool) {
        JsonObject arguments = tool.object("schema").get("properties") instanceof JsonObject properties
                ? properties
                : JsonObject.builder().build();
        return new CatalogTool(tool.string("name"), tool.string("title"),
                Risk.valueOf(tool.string("risk").toUpperCase(Locale.ROOT)), tool.array("scopes").items().stream()
                        .map(scope -> ((JsonString) scope).value()).toList(),
                AuthorizationDetail.texts(
                        AuthorizationDetail.list(new DocumentNode(tool, "").get(AuthorizationDetail.MEMBER))),
                List.copyOf(arguments.members().keySet()),
                tool.get("cost") instanceof JsonObject cost ? cost(cost) : null);
    }

    private static CatalogCost cost(JsonObject cost) {
        return new CatalogCost(fixedOrPointer(cost, "amount"), fixedOrPointer(cost, "currency"),
                cost.get("minorUnits") != null && cost.bool("minorUnits"));
    }

    private static String fixedOrPointer(JsonObject cost, String member) {
        return cost.get(member) instanceof JsonObject hole ? hole.string("$arg") : cost.string(member);
    }

    private static ConnectorDefinition read(String name) {
        try (InputStream in = Objects.requireNonNull(Catalog.class.getResourceAsStream(name + ".json"),
                name)) {
            return ConnectorDefinition.parse(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (DocumentFault e) {
            throw new IllegalStateException("The definition of " + name + " has a fault at " + e.pointer() + ": "
                    + e.fault(), e);
        }
    }
}
