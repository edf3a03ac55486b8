package dev.agenthub.app.platform;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Locale;

/** Opens pages with the operating system's command, so that AWT need not be loaded. */
public final class SystemBrowser implements Browser {
    @Override
    public void open(URI page) {
        if (!"https".equals(page.getScheme()) && !"http".equals(page.getScheme())) {
            throw new IllegalArgumentException("Only web pages are opened");
        }
        try {
            new ProcessBuilder(command(System.getProperty("os.name", ""), page.toASCIIString())).inheritIO().start();
        } catch (IOException e) {
            throw new CodedException("BROWSER_UNAVAILABLE", "No browser could be opened for " + page + ".", e);
        }
    }

    static List<String> command(String system, String page) {
        String name = system.toLowerCase(Locale.ROOT);
        if (name.startsWith("mac")) {
            return List.of("open", page);
        }
        return name.startsWith("windows")
                ? List.of("rundll32", "url.dll,FileProtocolHandler", page)
                : List.of("xdg-open", page);
    }
}
