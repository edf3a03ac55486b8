package dev.agenthub.server.connectors.calls;

import dev.agenthub.server.agents.Permissions;
import dev.agenthub.server.connectors.vault.CredentialVault.Place;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import okhttp3.HttpUrl;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * What a call through a connector needs; its credential is still encrypted.
 *
 * @param place where the credential is stored; its owner is the connection
 * @param baseUrl the address below which every call's address must be
 * @param hosts the only hosts that calls may go to; empty where only the base address limits them
 * @param form how the credential is sent
 * @param needs the permissions that the call's tool needs; calls may use each of them
 * @param narrowed the permissions of the token that the credential is exchanged for (RFC 8693); empty where it is not exchanged
 * @param expiresAt when the credential expires; null where that is unknown or never
 * @param pausedUntil until when the provider wants no calls; null where it did not say
 * @param sandbox whether it is the sample organization's sandbox, the only provider on loopback
 * @param others further secrets that must not appear in an answer: the refresh token, the client's secret
 */
public record ConnectorAccess(UUID connector, Place place, HttpUrl baseUrl, List<String> hosts, CredentialForm form,
        Permissions needs, Permissions narrowed, @Nullable Instant expiresAt, @Nullable Instant pausedUntil,
        boolean sandbox,
        ByteString sealedCredential, List<Sealed> others) {

    /** An encrypted secret and the place that it is bound to. */
    public record Sealed(Place place, ByteString bytes) {}

    public ConnectorAccess {
        hosts = List.copyOf(hosts);
        others = List.copyOf(others);
    }
}
