package dev.agenthub.server.connectors;

import java.time.Instant;
import java.util.UUID;
import okhttp3.HttpUrl;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * What a call through a connector needs; the credential in it is still sealed.
 *
 * @param place where the credential belongs: its owner is the connection
 * @param baseUrl the address that every call's address lies under
 * @param form how the credential stands in the call
 * @param expiresAt when the credential expires; null where that is not known or never
 * @param sandbox whether it is the sample organization's sandbox, the one provider on loopback
 */
public record ConnectorAccess(UUID connector, CredentialVault.Place place, HttpUrl baseUrl, CredentialForm form,
        @Nullable Instant expiresAt, boolean sandbox, ByteString sealedCredential) {}
