package dev.agenthub.app.cli.online;

import java.net.URI;
import java.nio.file.Path;

/** Which certificate the backends of a data folder show. */
@FunctionalInterface
public interface ServedCertificates {

    /**
     * What was served from there last.
     *
     * @param address as invitations carry it
     * @param pem the certificate
     */
    record Served(URI address, String pem) {}

    /** Every failure is a {@code CodedException}. */
    Served of(Path folder);
}
