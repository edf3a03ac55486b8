package dev.agenthub.server.connectors;

import okhttp3.HttpUrl;
import okio.ByteString;

/**
 * What a call through a connector needs; the credential in it is still sealed.
 *
 * @param place where the credential belongs
 * @param baseUrl the address that every call's address lies under
 * @param form how the credential stands in the call
 * @param sandbox whether it is the sample organization's sandbox, the one provider on loopback
 */
public record ConnectorAccess(CredentialVault.Place place, HttpUrl baseUrl, CredentialForm form,
        boolean sandbox,
        ByteString sealedCredential) {}
