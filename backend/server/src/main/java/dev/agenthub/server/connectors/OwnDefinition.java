package dev.agenthub.server.connectors;

import dev.agenthub.api.ErrorCode;
import dev.agenthub.evidence.documents.DocumentFault;
import dev.agenthub.server.common.RefusedException;
import dev.agenthub.server.connectors.calls.CredentialForm;
import dev.agenthub.server.connectors.catalog.ConnectorDefinition;
import dev.agenthub.server.connectors.egress.EgressRule;
import java.nio.charset.StandardCharsets;

/** Reads service definitions that administrators provide. */
public final class OwnDefinition {

    private OwnDefinition() {}

    /**
     * Reads the definition of a service on the public internet.
     *
     * @throws RefusedException CONNECTION_INVALID, with the JSON Pointer to the fault
     */
    public static ConnectorDefinition read(String text) {
        try {
            ConnectorDefinition read = ConnectorDefinition.own(text.getBytes(StandardCharsets.UTF_8),
                    EgressRule::namesNoPublicHost);
            CredentialForm.of(read);
            return read;
        } catch (DocumentFault e) {
            throw new RefusedException(ErrorCode.CONNECTION_INVALID,
                    "definition: \"" + e.pointer() + "\": " + e.fault(), e);
        }
    }
}
