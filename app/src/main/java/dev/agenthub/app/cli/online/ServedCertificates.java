package dev.agenthub.app.cli.online;

import java.net.URI;
import java.nio.file.Path;

/** Finds the certificate that the backends of a data folder present. */
@FunctionalInterface
public interface ServedCertificates {

    /**
     * The certificate served last.
     *
     * @param address the backend's address, as in invitations
     * @param pem the certificate as PEM
     */
    record Served(URI address, String pem) {}

    /** Returns the certificate served last. Every failure is a {@code CodedException}. */
    Served of(Path folder);
}
