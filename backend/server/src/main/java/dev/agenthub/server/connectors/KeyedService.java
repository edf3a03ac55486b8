package dev.agenthub.server.connectors;

import dev.agenthub.api.ErrorCode;
import dev.agenthub.api.NewConnection;
import dev.agenthub.server.common.RefusedException;
import dev.agenthub.server.connectors.calls.CredentialForm;
import dev.agenthub.server.connectors.catalog.Authorization;
import dev.agenthub.server.connectors.catalog.ConnectorDefinition;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * A service that is called with a static key.
 *
 * @param definition the administrator's; null where only the address is known
 */
record KeyedService(@Nullable ConnectorDefinition definition, HttpUrl baseUrl, CredentialForm form) {

    /**
     * Reads the service from a request.
     *
     * @throws RefusedException CONNECTION_INVALID, saying why
     */
    static KeyedService of(NewConnection request) {
        String text = request.definition();
        if (text != null) {
            return defined(OwnDefinition.read(text), request);
        }
        String baseUrl = request.baseUrl();
        if (baseUrl == null) {
            throw invalid("baseUrl: an address is expected, or a definition that says it.", null);
        }
        try {
            return new KeyedService(null, ServiceAddress.inPublic(baseUrl),
                    CredentialForm.of(request.header(), request.prefix()));
        } catch (IllegalArgumentException e) {
            throw invalid(e.getMessage() + ".", e);
        }
    }

    private static KeyedService defined(ConnectorDefinition definition, NewConnection request) {
        if (!(definition.authorization() instanceof Authorization.Key)) {
            throw invalid("definition: \"/authorization/kind\": " + definition.title()
                    + " is authorized at its provider, not with a key.", null);
        }
        if (request.header() != null || request.prefix() != null) {
            throw invalid((request.header() == null ? "prefix" : "header") + ": the definition says it.", null);
        }
        return new KeyedService(definition, ServiceAddress.of(definition, request.baseUrl()),
                CredentialForm.of(definition));
    }

    private static RefusedException invalid(String detail, @Nullable Exception cause) {
        return new RefusedException(ErrorCode.CONNECTION_INVALID, detail, cause);
    }
}
