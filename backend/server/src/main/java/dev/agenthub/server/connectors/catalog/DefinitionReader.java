package dev.agenthub.server.connectors.catalog;

import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.evidence.documents.DocumentFault;
import dev.agenthub.evidence.documents.DocumentNode;
import dev.agenthub.server.agents.AuthorizationDetail;
import dev.agenthub.server.agents.WrittenTool;
import dev.agenthub.server.common.RefusedException;
import dev.agenthub.server.connectors.catalog.Authorization.ClientAuthentication;
import dev.agenthub.server.connectors.catalog.Authorization.Narrowing;
import dev.agenthub.server.connectors.catalog.Authorization.Revocation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** Reads connector definitions; unknown members are errors. */
final class DefinitionReader {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,49}");
    /** RFC 6749, section 3.3. */
    private static final Pattern SCOPE = Pattern.compile("[\\x21\\x23-\\x5B\\x5D-\\x7E]{1,200}");
    private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9-]{1,100}");
    private static final Pattern PREFIX = Pattern.compile("[ -~]{1,100}");
    /** The parameters that AgentHub itself sets in an authorization request. */
    private static final Set<String> OWN_PARAMETERS = Set.of("response_type", "client_id", "redirect_uri", "scope",
            "state", "code_challenge", "code_challenge_method", "request_uri", "request", "nonce",
            "authorization_details");
    /** A placeholder for the connector, which a definition's tools do not have yet. */
    private static final UUID NOBODYS = new UUID(0, 0);
    private static final int MOST_HOSTS = 20;
    private static final int MOST_SCOPES = 500;
    private static final int MOST_TOOLS = 200;
    private static final int MOST_TYPES = 100;

    private final String scheme;
    private final Predicate<String> closed;
    private final boolean own;

    /**
     * Accepts addresses with this scheme, except on closed hosts.
     *
     * @param own whether an administrator provided what is read
     */
    DefinitionReader(String scheme, Predicate<String> closed, boolean own) {
        this.scheme = scheme;
        this.closed = closed;
        this.own = own;
    }

    ConnectorDefinition read(JsonValue document) {
        DocumentNode root = new DocumentNode(document, "").only(Set.of("v", "name", "title", "documentation", "baseUrl",
                "hosts", "authorization", "scopes", AuthorizationDetail.MEMBER, "idempotencyHeader", "tools"));
        DocumentNode version = root.require("v");
        if (!version.text(100).equals(ConnectorDefinition.VERSION)) {
            throw version.fault("\"" + ConnectorDefinition.VERSION + "\" is expected.");
        }
        List<String> hosts = hosts(root.get("hosts"));
        DocumentNode baseUrl = root.get("baseUrl");
        HttpUrl base = baseUrl == null ? null : address(baseUrl);
        if (base != null && !hosts.contains(base.host())) {
            throw Objects.requireNonNull(baseUrl).fault("Its host is not one of \"/hosts\".");
        }
        List<OfferedScope> scopes = scopes(root.get("scopes"));
        Authorization authorization = authorization(root.require("authorization"));
        if (authorization instanceof Authorization.Key && !scopes.isEmpty()) {
            throw root.require("scopes").fault("A key has no scopes.");
        }
        List<AuthorizationDetail> details = details(root, authorization);
        DocumentNode header = root.get("idempotencyHeader");
        return new ConnectorDefinition(matching(root.require("name"), NAME,
                "Small letters, digits and hyphens are expected, at most 50, a letter first."),
                root.require("title").text(100), documentation(root.require("documentation")), base, hosts,
                authorization, scopes, details, header == null ? null : header(header),
                tools(root.get("tools"), scopes, authorization), (JsonObject) document, own);
    }

    /** The authorization details that the service or one of its tools needs. */
    private static List<AuthorizationDetail> details(DocumentNode needing, Authorization authorization) {
        DocumentNode node = needing.get(AuthorizationDetail.MEMBER);
        if (node != null && authorization instanceof Authorization.Key) {
            throw node.fault("A key has no authorization details.");
        }
        return AuthorizationDetail.list(node);
    }

    private List<String> hosts(@Nullable DocumentNode node) {
        List<String> hosts = new ArrayList<>();
        for (DocumentNode item : node == null ? List.<DocumentNode>of() : node.anyItems(MOST_HOSTS)) {
            String host = item.text(253);
            HttpUrl url = HttpUrl.parse("https://" + host + "/");
            if (url == null || !url.host().equals(host) || hosts.contains(host)) {
                throw item.fault("A host is expected as it stands in an address, each once.");
            }
            requireOpen(item, host);
            hosts.add(host);
        }
        return hosts;
    }

    private Authorization authorization(DocumentNode node) {
        DocumentNode kind = node.require("kind");
        return switch (kind.text(20)) {
            case "key" -> {
                node.only(Set.of("kind", "header", "prefix"));
                DocumentNode prefix = node.get("prefix");
                yield new Authorization.Key(header(node.require("header")), prefix == null
                        ? ""
                        : matching(prefix, PREFIX, "Printable ASCII is expected, at most 100 characters."));
            }
            case "discovered" -> {
                node.only(Set.of("kind"));
                yield new Authorization.Discovered();
            }
            case "oauth" -> oauth(node);
            default -> throw kind.fault("\"key\", \"oauth\" or \"discovered\" is expected.");
        };
    }

    private Authorization.OAuth oauth(DocumentNode node) {
        node.only(Set.of("kind", "issuer", "authorizationEndpoint", "tokenEndpoint", "revocation",
                "deviceAuthorizationEndpoint", "pushedAuthorizationRequestEndpoint", "issuerInResponse",
                "clientAuthentication", "scopeSeparator", "parameters", "authorizationDetailsTypes", "tokenExchange",
                "tokenExchangeOptional"));
        DocumentNode issuer = node.get("issuer");
        DocumentNode inResponse = node.get("issuerInResponse");
        if (inResponse != null && inResponse.flag() && issuer == null) {
            throw inResponse.fault("An issuer is expected, to compare with.");
        }
        DocumentNode revocation = node.get("revocation");
        DocumentNode separator = node.get("scopeSeparator");
        return new Authorization.OAuth(issuer == null ? null : issuer(issuer),
                address(node.require("authorizationEndpoint")), address(node.require("tokenEndpoint")),
                revocation == null ? null : revocation(revocation),
                addressOrNull(node.get("deviceAuthorizationEndpoint")),
                addressOrNull(node.get("pushedAuthorizationRequestEndpoint")),
                inResponse != null && inResponse.flag(),
                word(node.require("clientAuthentication"), ClientAuthentication.class),
                separator == null ? " " : separator(separator), parameters(node.get("parameters")),
                types(node.get("authorizationDetailsTypes")), narrowing(node));
    }

    private static Set<String> types(@Nullable DocumentNode node) {
        Set<String> types = new HashSet<>();
        for (DocumentNode item : node == null ? List.<DocumentNode>of() : node.anyItems(MOST_TYPES)) {
            if (!types.add(AuthorizationDetail.type(item))) {
                throw item.fault("Each type is expected once.");
            }
        }
        return types;
    }

    private static Narrowing narrowing(DocumentNode node) {
        DocumentNode exchange = node.get("tokenExchange");
        DocumentNode optional = node.get("tokenExchangeOptional");
        boolean exchanged = exchange != null && exchange.flag();
        if (optional == null || !optional.flag()) {
            return exchanged ? Narrowing.REQUIRED : Narrowing.NEVER;
        }
        if (!exchanged) {
            throw optional.fault("\"tokenExchange\" is expected to be true.");
        }
        return Narrowing.OPTIONAL;
    }

    private String issuer(DocumentNode node) {
        address(node);
        return node.text(2_000);
    }

    private Revocation revocation(DocumentNode node) {
        node.only(Set.of("endpoint", "form"));
        return new Revocation(address(node.require("endpoint")), word(node.require("form"), Revocation.Form.class));
    }

    private static String separator(DocumentNode node) {
        String text = node.text(1);
        if (!text.equals(" ") && !text.equals(",")) {
            throw node.fault("A space or a comma is expected.");
        }
        return text;
    }

    private static Map<String, String> parameters(@Nullable DocumentNode node) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String name : node == null ? Set.<String>of() : node.names()) {
            DocumentNode value = Objects.requireNonNull(node).require(name);
            if (OWN_PARAMETERS.contains(name)) {
                throw value.fault("A request says that by itself.");
            }
            parameters.put(name, value.text(500));
        }
        return parameters;
    }

    private static List<OfferedScope> scopes(@Nullable DocumentNode node) {
        List<OfferedScope> scopes = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (DocumentNode item : node == null ? List.<DocumentNode>of() : node.anyItems(MOST_SCOPES)) {
            item.only(Set.of("name", "title", "required"));
            DocumentNode name = item.require("name");
            String text = matching(name, SCOPE, "A scope is expected as RFC 6749 writes it, without spaces.");
            if (!names.add(text)) {
                throw name.fault("Each scope is expected once.");
            }
            DocumentNode required = item.get("required");
            scopes.add(
                    new OfferedScope(text, item.require("title").text(200), required != null && required.flag()));
        }
        return scopes;
    }

    private static List<JsonObject> tools(@Nullable DocumentNode node, List<OfferedScope> offered,
            Authorization authorization) {
        List<JsonObject> tools = new ArrayList<>();
        Set<String> scopes = new HashSet<>(offered.stream().map(OfferedScope::name).toList());
        Set<String> names = new HashSet<>();
        for (DocumentNode item : node == null ? List.<DocumentNode>of() : node.anyItems(MOST_TOOLS)) {
            DocumentNode name = item.require("name");
            if (!names.add(name.text(200))) {
                throw name.fault("Each tool is expected once.");
            }
            for (DocumentNode scope : item.require("scopes").anyItems(MOST_SCOPES)) {
                if (!scopes.contains(scope.text(200))) {
                    throw scope.fault("This scope is not one of \"/scopes\".");
                }
            }
            details(item, authorization);
            tools.add(tool(item));
        }
        return tools;
    }

    private static JsonObject tool(DocumentNode node) {
        JsonObject written = (JsonObject) node.value();
        if (written.get("connector") != null) {
            throw node.require("connector").fault("A definition's tools belong to whoever connects.");
        }
        try {
            var _ = new WrittenTool(written, node.at()).over(NOBODYS);
        } catch (RefusedException e) {
            throw new DocumentFault(node.at(), e.sentence());
        }
        return written;
    }

    /** The documentation's address. An https address may be on any host, since AgentHub never calls it. */
    private HttpUrl documentation(DocumentNode node) {
        HttpUrl url = HttpUrl.parse(node.text(2_000));
        return url != null && url.isHttps() ? url : address(node);
    }

    private @Nullable HttpUrl addressOrNull(@Nullable DocumentNode node) {
        return node == null ? null : address(node);
    }

    private HttpUrl address(DocumentNode node) {
        HttpUrl url = HttpUrl.parse(node.text(2_000));
        if (url == null || !url.scheme().equals(scheme) || !url.username().isEmpty() || !url.password().isEmpty()
                || url.query() != null || url.fragment() != null) {
            throw node.fault("An " + scheme + " address without user, query and fragment is expected.");
        }
        requireOpen(node, url.host());
        return url;
    }

    private void requireOpen(DocumentNode node, String host) {
        if (closed.test(host)) {
            throw node.fault("A host on the public internet is expected.");
        }
    }

    private static String header(DocumentNode node) {
        return matching(node, HEADER, "The name of a header is expected.");
    }

    private static String matching(DocumentNode node, Pattern pattern, String fault) {
        String text = node.text(2_000);
        if (!pattern.matcher(text).matches()) {
            throw node.fault(fault);
        }
        return text;
    }

    private static <E extends Enum<E>> E word(DocumentNode node, Class<E> type) {
        String text = node.text(50);
        for (E constant : Objects.requireNonNull(type.getEnumConstants())) {
            if (constant.name().toLowerCase(Locale.ROOT).equals(text)) {
                return constant;
            }
        }
        throw node.fault("One of " + List.of(type.getEnumConstants()).toString().toLowerCase(Locale.ROOT)
                + " is expected.");
    }
}
