package dev.agenthub.evidence.policy;

import dev.agenthub.evidence.documents.DocumentNode;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A host's name, or with {@code *.} before it every name below it but not itself. */
public record HostPattern(String name, boolean below) {

    private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?");
    private static final String BELOW = "*.";

    static HostPattern read(DocumentNode node) {
        String text = node.text(253);
        boolean below = text.startsWith(BELOW);
        String name = below ? text.substring(BELOW.length()) : text;
        if (!NAME.matcher(name).matches()) {
            throw node.fault("A host in lower-case ASCII is expected, such as api.example.com or *.example.com.");
        }
        return new HostPattern(name, below);
    }

    boolean covers(String host) {
        return below ? host.endsWith("." + name) : host.equals(name);
    }

    /** The host of an address, null wherever two readers could see two different ones. */
    public static @Nullable String hostOf(String url) {
        try {
            URI uri = new URI(url);
            String scheme = uri.getScheme();
            String host = uri.getHost();
            boolean http = "https".equalsIgnoreCase(scheme) || "http".equalsIgnoreCase(scheme);
            if (!http || host == null || uri.getRawUserInfo() != null) {
                return null;
            }
            String lower = host.toLowerCase(Locale.ROOT);
            return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
        } catch (URISyntaxException _) {
            return null;
        }
    }
}
