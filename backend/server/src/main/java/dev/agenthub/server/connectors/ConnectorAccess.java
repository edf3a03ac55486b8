package dev.agenthub.server.connectors;

import dev.agenthub.server.agents.Permissions;
import dev.agenthub.server.connectors.CredentialVault.Place;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import okhttp3.HttpUrl;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * What a call through a connector needs; the credential in it is still sealed.
 *
 * @param place where the credential belongs: its owner is the connection
 * @param baseUrl the address that every call's address lies under
 * @param hosts the only hosts that calls may go to; empty where the base address alone says so
 * @param form how the credential stands in the call
 * @param needs what the call's tool needs; all of it may be used
 * @param narrowed what the token may do that the credential is to be exchanged for; empty where calls are made with the credential itself
 * @param expiresAt when the credential expires; null where that is not known or never
 * @param pausedUntil until when the provider wants no calls; null where it said nothing
 * @param sandbox whether it is the sample organization's sandbox, the one provider on loopback
 * @param others what else must not come back in an answer: the refresh token, the client's secret
 */
public record ConnectorAccess(UUID connector, Place place, HttpUrl baseUrl, List<String> hosts, CredentialForm form,
        Permissions needs, Permissions narrowed, @Nullable Instant expiresAt, @Nullable Instant pausedUntil,
        boolean sandbox,
        ByteString sealedCredential, List<Sealed> others) {

    /** A secret and where it belongs. */
    public record Sealed(Place place, ByteString bytes) {}

    public ConnectorAccess {
        hosts = List.copyOf(hosts);
        others = List.copyOf(others);
    }
}
