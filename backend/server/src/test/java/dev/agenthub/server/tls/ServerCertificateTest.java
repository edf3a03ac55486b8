package dev.agenthub.server.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agenthub.server.ServeConfig;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the self-signed certificate: which hosts it names, and when it is replaced. */
class ServerCertificateTest {
    private static final int DNS_NAME = 2;
    private static final int IP_ADDRESS = 7;

    @TempDir
    Path folder;

    private static X509Certificate x509(ServerCertificate certificate) throws Exception {
        return (X509Certificate) certificate.keys().getCertificate("server");
    }

    private ServerCertificate made(boolean renew, String... hosts) {
        return ServerCertificate.selfMade(folder, Set.of(hosts), renew);
    }

    @Test
    void namesEachHostAndLoopbackInTheFormThatClientsCompare() throws Exception {
        ServerCertificate certificate = made(false, "Hub.Example.com", "bücher.example", "192.0.2.7", "2001:DB8::7");

        String loopback = InetAddress.ofLiteral("::1").getHostAddress();
        String six = InetAddress.ofLiteral("2001:db8::7").getHostAddress();
        assertThat(x509(certificate).getSubjectAlternativeNames()).contains(List.of(DNS_NAME, "hub.example.com"),
                List.of(DNS_NAME, "xn--bcher-kva.example"), List.of(DNS_NAME, "localhost"),
                List.of(IP_ADDRESS, "192.0.2.7"), List.of(IP_ADDRESS, six), List.of(IP_ADDRESS, "127.0.0.1"),
                List.of(IP_ADDRESS, loopback));
        assertThat(certificate.names()).contains("hub.example.com", "xn--bcher-kva.example", "192.0.2.7", six,
                "localhost", "127.0.0.1", loopback);
    }

    @Test
    void staysWhenAnotherHostIsToldUntilItIsRenewed() throws Exception {
        ServerCertificate first = made(false, "hub.example.com");
        ServerCertificate kept = made(false, "hub.example.com", "other.example.com");
        assertThat(kept.fingerprint()).isEqualTo(first.fingerprint());
        assertThat(ServerHosts.missing(Set.of("hub.example.com", "other.example.com"), kept.names()))
                .containsExactly("other.example.com");

        ServerCertificate renewed = made(true, "other.example.com");
        assertThat(renewed.fingerprint()).isNotEqualTo(first.fingerprint());
        assertThat(renewed.names()).contains("hub.example.com", "other.example.com", "localhost");
        assertThat(x509(renewed).getPublicKey()).isEqualTo(x509(first).getPublicKey());
        assertThat(made(true, "hub.example.com").fingerprint()).isEqualTo(renewed.fingerprint());
    }

    @Test
    void knowsWhatTheMachineCallsItselfWithoutAskingANameServer() throws Exception {
        Path own = Files.writeString(folder.resolve("hostname"), "Build7\n");
        Path hosts = Files.writeString(folder.resolve("hosts"), """
                127.0.0.1 localhost # build7 is no name of this line
                192.0.2.9 elsewhere.example.net elsewhere
                127.0.1.1\tbuild7.example.net  BUILD7
                """);
        assertThat(ServerHosts.ofMachine(Map.of(), own, hosts)).containsExactlyInAnyOrder("build7",
                "build7.example.net");
        Files.writeString(own, "build7.example.org\n");
        assertThat(ServerHosts.ofMachine(Map.of(), own, folder.resolve("none"))).containsExactlyInAnyOrder("build7",
                "build7.example.org");
        assertThat(ServerHosts.ofMachine(Map.of("COMPUTERNAME", "DESK-4"), folder.resolve("none"), hosts))
                .containsExactly("desk-4");
    }

    @Test
    void isCoveredByAWildcardOfOneLabel() {
        assertThat(ServerHosts.missing(Set.of("a.example.com", "b.a.example.com", "example.com", "192.0.2.1"),
                Set.of("*.example.com", "*.0.2.1"))).containsExactly("192.0.2.1", "b.a.example.com", "example.com");
    }

    private static ServeConfig told(String address) {
        return new ServeConfig(Path.of("data"), "jdbc:postgresql://localhost/x", Set.of(), "127.0.0.1", 0,
                URI.create(address), null, "Northwind");
    }

    @Test
    void isToldANameOfOtherLettersByItsALabels() {
        assertThat(told("https://BÜCHER.example:8443").addresses())
                .containsExactly(URI.create("https://xn--bcher-kva.example:8443"));
        assertThat(told("https://[2001:db8::7]:8443").addresses())
                .containsExactly(URI.create("https://[2001:db8::7]:8443"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://hub.example.com", "https://a@hub.example.com", "https://hub.example.com?q",
            "https:x",
            "https://hub.example.com#f", "https://1.2.3", "https://hub..example.com:1",
            "https://hub.example.com:99999999"})
    void isToldNothingElseThanAnAddress(String address) {
        assertThatThrownBy(() -> told(address)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("An address is like https://agenthub.example.com:8443");
    }
}
