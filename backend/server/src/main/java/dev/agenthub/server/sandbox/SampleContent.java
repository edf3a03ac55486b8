package dev.agenthub.server.sandbox;

import dev.agenthub.api.NewAttachment;
import dev.agenthub.api.SubmitRequest;
import dev.agenthub.evidence.canonical.JsonArray;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.server.agents.AuthorizationDetail;
import dev.agenthub.server.agents.ToolDefinition;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The content of the sample organization: its tools, its policy, and its agent's four actions. */
final class SampleContent {
    static final String ORGANIZATION = "Northwind Outfitters";
    static final String WORKSPACE = "Customer care";
    static final String AGENT_OWNER = "Noa Berg";
    static final String AGENT = "Support agent";
    static final String REFUNDS_AGENT = "Refund desk";
    static final String CONNECTOR = "Sandbox";
    static final String CONSENT_CONNECTOR = "Sandbox (with consent)";
    static final String POLICY = "Customer care";
    static final List<String> SCOPES = List.of("messages:write", "tickets:write", "refunds:write", "reports:write");

    private static final List<String> TOOLS = List.of("""
            {
              "name": "messages.send", "title": "Message to {to}: {subject}", "risk": "low", "connector": "CONNECTOR",
              "scopes": ["messages:write"],
              "call": {"http": {"method": "POST", "path": "/messages", "headers": {"Content-Type": "application/json"},
                "body": {"to": {"$arg": "/to"}, "subject": {"$arg": "/subject"}, "text": {"$arg": "/text"}}}},
              "schema": {"$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object",
                "required": ["to", "subject", "text"], "additionalProperties": false,
                "properties": {
                  "to": {"type": "string", "maxLength": 200},
                  "subject": {"type": "string", "minLength": 1, "maxLength": 200},
                  "text": {"type": "string", "minLength": 1, "maxLength": 10000}}}
            }""",
            """
                    {
                      "name": "tickets.create", "title": "Ticket ({priority}): {subject}", "risk": "medium", "connector": "CONNECTOR",
                      "scopes": ["tickets:write"],
                      "call": {"http": {"method": "POST", "path": "/tickets", "headers": {"Content-Type": "application/json"},
                        "body": {"customer": {"$arg": "/customer"}, "priority": {"$arg": "/priority"},
                          "subject": {"$arg": "/subject"}, "description": {"$arg": "/description"}}}},
                      "schema": {"$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object",
                        "required": ["customer", "priority", "subject", "description"], "additionalProperties": false,
                        "properties": {
                          "customer": {"type": "string", "pattern": "^cus_[A-Za-z0-9]+$"},
                          "priority": {"enum": ["low", "normal", "high"]},
                          "subject": {"type": "string", "minLength": 1, "maxLength": 200},
                          "description": {"type": "string", "maxLength": 10000}}}
                    }""",
            """
                    {
                      "name": "refunds.create", "title": "Refund {amount} {currency} to {customer}", "risk": "high",
                      "connector": "CONNECTOR", "scopes": ["refunds:write"],
                      "cost": {"amount": {"$arg": "/amount"}, "currency": {"$arg": "/currency"}},
                      "call": {"http": {"method": "POST", "path": "/refunds", "headers": {"Content-Type": "application/json"},
                        "body": {"amount": {"$arg": "/amount"}, "currency": {"$arg": "/currency"},
                          "customer": {"$arg": "/customer"}, "order": {"$arg": "/order"}, "reason": {"$arg": "/reason"}}}},
                      "schema": {"$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object",
                        "required": ["amount", "currency", "customer", "order"], "additionalProperties": false,
                        "properties": {
                          "amount": {"type": "string", "pattern": "^(0|[1-9][0-9]{0,6})\\\\.[0-9]{2}$"},
                          "currency": {"enum": ["EUR", "USD", "GBP"]},
                          "customer": {"type": "string", "pattern": "^cus_[A-Za-z0-9]+$"},
                          "order": {"type": "string", "maxLength": 50},
                          "reason": {"type": "string", "maxLength": 500}}}
                    }""",
            """
                    {
                      "name": "reports.send", "title": "Report to {to}: {subject}", "risk": "medium", "connector": "CONNECTOR",
                      "scopes": ["reports:write"],
                      "call": {"http": {"method": "POST", "path": "/reports",
                        "body": {"to": {"$arg": "/to"}, "subject": {"$arg": "/subject"}, "text": {"$arg": "/text"}},
                        "attachments": {"as": "multipart", "field": "file"}}},
                      "schema": {"$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object",
                        "required": ["to", "subject", "text"], "additionalProperties": false,
                        "properties": {
                          "to": {"type": "string", "maxLength": 200},
                          "subject": {"type": "string", "minLength": 1, "maxLength": 200},
                          "text": {"type": "string", "minLength": 1, "maxLength": 10000}}}
                    }""");

    private static final String DEFINITION = """
            {"v": "agenthub/connector/v1", "name": "sandbox", "title": "Sandbox", "documentation": "BASE/", "baseUrl": "BASE/",
             "hosts": ["127.0.0.1"], "idempotencyHeader": "Idempotency-Key",
             "authorization": {"kind": "oauth", "issuer": "BASE", "authorizationEndpoint": "BASE/oauth/authorize",
               "tokenEndpoint": "BASE/oauth/token", "deviceAuthorizationEndpoint": "BASE/oauth/device/code", "clientAuthentication": "basic", "issuerInResponse": true, "tokenExchange": true, "authorizationDetailsTypes": ["refund"],
               "revocation": {"endpoint": "BASE/oauth/revoke", "form": "rfc7009"}},
             "scopes": [{"name": "messages:write", "title": "Send messages", "required": true}, {"name": "tickets:write", "title": "Open tickets"},
               {"name": "refunds:write", "title": "Pay money back"}, {"name": "reports:write", "title": "Send reports with files"}]}
            """;

    private static final String POLICY_DOCUMENT = """
            {"rules": [
              {"match": {"tool": "messages.send", "risk": ["low"]}, "outcome": "allow"},
              {"match": {"tool": "tickets.create"}, "outcome": "require",
                "required": [{"count": 1, "group": "approvers"}], "expiresIn": "P3D"},
              {"match": {"tool": "refunds.create"}, "outcome": "require",
                "required": [{"count": 2, "group": "approvers"}], "expiresIn": "P3D"},
              {"match": {"tool": "reports.send"}, "outcome": "require",
                "required": [{"count": 1, "group": "approvers"}], "expiresIn": "P3D"}
            ]}""";

    private static final String GOVERNANCE_DOCUMENT = """
            {"v": "agenthub/governance/v1", "rules": [
              {"name": "Policies and roles", "outcome": "require", "required": [{"count": 1, "group": "approvers"}], "expiresIn": "P3D",
                "match": {"kind": ["governance.set", "policy.publish", "member.change", "invitation.create"]}}
            ]}""";

    private static final String RETURNS = """
            order,tent,returned,zip,torn_cm
            NW-20112,Fjell 3,2026-11-09,inner,18
            NW-20241,Fjell 3,2026-11-16,inner,22
            NW-20377,Fjell 3,2026-11-24,inner,20
            """;

    private static final JsonObject REFUND_LIMIT = json(
            "{\"type\": \"refund\", \"currency\": \"EUR\", \"limit\": \"500.00\"}");
    private static final String MESSAGE = """
            Dear Mara,

            the carrier has found your parcel and delivers it tomorrow between 9 and 12.
            You need not do anything; the tracking page shows it from tonight on.

            Kind regards
            Northwind Outfitters""";
    private static final String TICKET = """
            The customer sent two photos. The inner zip of the tent "Fjell 3" is torn along 20 cm;
            the outer bag is undamaged. Same batch as tickets 1184 and 1190: please check the stock.""";

    private SampleContent() {}

    static List<ToolDefinition> tools(UUID connector) {
        return TOOLS.stream().map(text -> ToolDefinition.of(json(text.replace("CONNECTOR", connector.toString()))))
                .toList();
    }

    /** A refund tool over a connection with OAuth: it needs the authorization detail with an amount, not the unlimited scope. */
    static ToolDefinition limitedRefunds(UUID connector) {
        JsonObject.Builder tool = JsonObject.builder();
        tools(connector).get(2).document().members().forEach((name, value) -> {
            if (!name.equals("scopes")) {
                tool.put(name, value);
            }
        });
        return ToolDefinition.of(tool.put("scopes", JsonArray.ofStrings(List.of()))
                .put(AuthorizationDetail.MEMBER, JsonArray.of(REFUND_LIMIT)).build());
    }

    static JsonObject definition(String baseUrl) {
        return json(DEFINITION.replace("BASE", baseUrl));
    }

    static JsonObject policy() {
        return json(POLICY_DOCUMENT);
    }

    static JsonObject governance() {
        return json(GOVERNANCE_DOCUMENT);
    }

    /** The sample agent's actions, with fixed idempotency keys, so that a repetition creates no further requests. */
    static List<SubmitRequest> actions() {
        return List.of(
                new SubmitRequest("messages.send", Map.of(
                        "to", "mara.lindqvist@example.com",
                        "subject", "Your order NW-20418 is on its way again",
                        "text", MESSAGE),
                        "sample-message-1",
                        "Mara asked twice where her parcel is; the carrier has confirmed a new date."),
                new SubmitRequest("tickets.create", Map.of(
                        "customer", "cus_4Hs8LwPz0RkVtd",
                        "priority", "high",
                        "subject", "Tent NW-20377 arrived with a torn zip",
                        "description",
                        TICKET),
                        "sample-ticket-1", "This is the third torn zip of the same batch this week."),
                new SubmitRequest("refunds.create", Map.of(
                        "amount", "480.00",
                        "currency", "EUR",
                        "customer", "cus_9fK2mQ7xTb41Ld",
                        "order", "NW-20377",
                        "reason", "Damaged on arrival, returned within 30 days"),
                        "sample-refund-1",
                        "The tent came back yesterday, and the customer wants the money, not a new one. "
                                + "480.00 EUR is the full price of order NW-20377."),
                new SubmitRequest("reports.send", Map.of(
                        "to", "quality@fjell-tents.example",
                        "subject", "Torn zips, Fjell 3, batch 2611",
                        "text", "Attached are the three tents of batch 2611 that came back with a torn inner zip."),
                        "sample-report-1",
                        "The maker asked for the list; it holds order numbers and no names.",
                        List.of(NewAttachment.of("torn-zips.csv", "text/csv",
                                RETURNS.getBytes(StandardCharsets.UTF_8)))));
    }

    private static JsonObject json(String text) {
        if (JsonValue.parse(text.getBytes(StandardCharsets.UTF_8)) instanceof JsonObject object) {
            return object;
        }
        throw new IllegalStateException("The sample content is not an object");
    }
}
