package dev.agenthub.server.tls;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.IDN;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;

/**
 * Canonical forms of a server's host names and addresses: names in lower case as A-labels (RFC 5890),
 * addresses as the JDK writes them. Compares them with a certificate's subjectAltName (RFC 5280 §4.2.1.6).
 */
public final class ServerHosts {
    private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|\\[?[0-9A-Fa-f.:]*:[0-9A-Fa-f.:]*]?");
    /** Four decimal numbers; programs differ in how they read shorter forms, for example 127.1. */
    private static final Pattern FOUR_NUMBERS = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
    private static final Pattern NAME = Pattern.compile("[a-z0-9_*]([a-z0-9_.-]{0,251}[a-z0-9_])?");
    private static final Path HOST_FILE = Path.of("/etc/hosts");
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", canonical("::1"));

    private ServerHosts() {}

    /**
     * The canonical form of a host.
     *
     * @throws IllegalArgumentException where it is neither a name nor an address
     */
    public static String canonical(String host) {
        if (ADDRESS.matcher(host).matches()) {
            if (!host.contains(":") && !FOUR_NUMBERS.matcher(host).matches()) {
                throw new IllegalArgumentException("An address has four numbers");
            }
            return InetAddress.ofLiteral(host.replaceAll("[\\[\\]]", "")).getHostAddress();
        }
        String ascii = IDN.toASCII(host).toLowerCase(Locale.ROOT);
        String name = ascii.endsWith(".") ? ascii.substring(0, ascii.length() - 1) : ascii;
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("A host is a name or an address");
        }
        return name;
    }

    /** Whether the text has the form of an address, valid or not, and so is no name. */
    public static boolean isAddress(String host) {
        return ADDRESS.matcher(host).matches();
    }

    /** Whether one of the names covers the host; {@code *.example.com} covers names with exactly one more label. */
    public static boolean isNamed(String host, Set<String> names) {
        int dot = host.indexOf('.');
        return names.contains(host) || (dot > 0 && !isAddress(host) && names.contains("*" + host.substring(dot)));
    }

    /** The hosts that none of {@code named} covers. */
    public static Set<String> missing(Collection<String> hosts, Set<String> named) {
        Set<String> missing = new TreeSet<>(hosts);
        missing.removeIf(host -> isNamed(host, named));
        return missing;
    }

    /** The hosts with this machine's own names and loopback added. */
    static Set<String> withThisMachine(Collection<String> hosts) {
        Set<String> all = new TreeSet<>(hosts);
        all.addAll(LOOPBACK);
        try {
            all.addAll(ofMachine(System.getenv(), Path.of("/proc/sys/kernel/hostname"), HOST_FILE));
        } catch (IOException _) {
            // Without the machine's own names; the given hosts suffice.
        }
        return all;
    }

    /**
     * The short name of this machine, and its names in the hosts file. DNS is not asked,
     * since a server that does not answer would delay the start.
     */
    static Set<String> ofMachine(Map<String, String> environment, Path ownName, Path hostFile) throws IOException {
        String own = Files.isReadable(ownName)
                ? Files.readString(ownName)
                : environment.getOrDefault("COMPUTERNAME", environment.getOrDefault("HOSTNAME", ""));
        if (own.isBlank()) {
            own = asked();
        }
        Set<String> names = new TreeSet<>();
        add(names, own);
        for (String name : Set.copyOf(names)) {
            int dot = name.indexOf('.');
            if (dot > 0 && !isAddress(name)) {
                names.add(name.substring(0, dot));
            }
        }
        if (Files.isReadable(hostFile)) {
            try (Stream<String> lines = Files.lines(hostFile)) {
                lines.map(line -> line.replaceFirst("#.*", "").strip().split("\\s+", -1))
                        .filter(words -> Stream.of(words).skip(1).anyMatch(word -> names.contains(lower(word))))
                        .toList()
                        .forEach(words -> Stream.of(words).skip(1).forEach(word -> add(names, word)));
            } catch (UncheckedIOException _) {
                // The hosts file cannot be read: only the short name.
            }
        }
        return names;
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    private static void add(Set<String> names, String name) {
        try {
            names.add(canonical(name.strip()));
        } catch (IllegalArgumentException _) {
            // A machine's name may be invalid in a certificate.
        }
    }

    /** This machine's host name, if the operating system returns it within one second; otherwise empty. */
    private static String asked() {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return InetAddress.getLocalHost().getHostName();
            } catch (UnknownHostException _) {
                return "";
            }
        }, task -> Thread.ofVirtual().start(task)).completeOnTimeout("", 1, TimeUnit.SECONDS).join();
    }

    static GeneralNames subjectAltName(Collection<String> hosts) {
        return new GeneralNames(hosts.stream()
                .map(host -> new GeneralName(isAddress(host) ? GeneralName.iPAddress : GeneralName.dNSName, host))
                .toArray(GeneralName[]::new));
    }
}
