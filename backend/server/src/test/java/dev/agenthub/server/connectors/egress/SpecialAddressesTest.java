package dev.agenthub.server.connectors.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpecialAddressesTest {

    @ParameterizedTest
    @CsvSource({
            "0.0.0.0, this network", "0.1.2.3, this network", "10.0.0.1, private", "10.255.255.255, private",
            "100.64.0.1, carrier NAT", "100.100.100.200, carrier NAT", "100.127.255.255, carrier NAT",
            "127.0.0.1, loopback", "127.1, loopback", "2130706433, loopback", "127.255.255.254, loopback",
            "168.63.129.16, cloud platform service", "169.254.169.254, link-local", "172.16.0.1, private",
            "172.31.255.255, private", "192.0.0.8, protocol assignments", "192.0.2.7, documentation",
            "192.88.99.1, 6to4 relay", "192.168.1.1, private", "198.18.0.1, benchmark", "198.19.255.255, benchmark",
            "198.51.100.1, documentation", "203.0.113.9, documentation", "224.0.0.1, multicast",
            "239.255.255.255, multicast", "240.0.0.1, reserved", "255.255.255.255, reserved"})
    void namesTheSpecialPurposeOfAnIpv4Address(String address, String reason) throws Exception {
        assertThat(SpecialAddresses.reason(InetAddress.getByName(address))).contains(reason);
    }

    @ParameterizedTest
    @CsvSource({
            "::, not global unicast", "::1, loopback", "::7f00:1, not global unicast", "::ffff:127.0.0.1, loopback",
            "::ffff:10.0.0.1, private", "::ffff:0:10.0.0.1, not global unicast", "64:ff9b::a00:1, not global unicast",
            "64:ff9b:1::1, not global unicast", "100::1, not global unicast", "2001::1, protocol assignments",
            "2001:2::1, protocol assignments", "2001:10::1, protocol assignments",
            "2001:1ff:ffff::1, protocol assignments",
            "2001:db8::1, documentation", "2002:7f00:1::1, 6to4", "3fff:fff::1, documentation",
            "5f00::1, not global unicast",
            "fc00::1, not global unicast", "fd12:3456::1, not global unicast", "fe80::1, not global unicast",
            "fec0::1, not global unicast", "ff02::1, not global unicast"})
    void namesTheSpecialPurposeOfAnIpv6Address(String address, String reason) throws Exception {
        assertThat(SpecialAddresses.reason(InetAddress.getByName(address))).contains(reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.1.1.1", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255",
            "128.0.0.0", "169.253.255.255", "172.15.255.255", "172.32.0.0", "192.0.1.1", "198.17.255.255", "198.20.0.0",
            "223.255.255.255", "2001:200::1", "2606:4700:4700::1111", "2a00:1450:4001::1", "3ffe::1"})
    void letsPublicAddressesPass(String address) throws Exception {
        assertThat(SpecialAddresses.reason(InetAddress.getByName(address))).isEmpty();
    }

    @Test
    void refusesAMappedAddressThatKeptItsLongForm() throws Exception {
        byte[] mapped = new byte[16];
        mapped[10] = (byte) 0xFF;
        mapped[11] = (byte) 0xFF;
        System.arraycopy(InetAddress.getByName("169.254.169.254").getAddress(), 0, mapped, 12, 4);

        assertThat(SpecialAddresses.reason(Inet6Address.getByAddress(null, mapped, -1))).isPresent();
    }

    @Test
    void refusesAnAddressThatWasNotResolved() {
        assertThatThrownBy(
                () -> EgressRule.publicInternet().check(InetSocketAddress.createUnresolved("example.org", 443)))
                .isInstanceOf(EgressRefusedException.class);
    }

    @Test
    void letsTheSandboxBeOnlyOnItsOwnLoopbackPort() throws Exception {
        EgressRule rule = EgressRule.sandbox(4711);

        rule.check(at("127.0.0.1", 4711));
        assertThatThrownBy(() -> rule.check(at("127.0.0.1", 4712)))
                .isInstanceOf(EgressRefusedException.class);
        assertThatThrownBy(() -> rule.check(at("10.0.0.1", 4711)))
                .isInstanceOf(EgressRefusedException.class);
        assertThatThrownBy(() -> rule.check(at("1.1.1.1", 4711)))
                .isInstanceOf(EgressRefusedException.class);
    }

    private static InetSocketAddress at(String address, int port) throws UnknownHostException {
        return new InetSocketAddress(InetAddress.getByName(address), port);
    }
}
