#!/bin/sh
# Makes the tokens beside this file with OpenSSL 3, over the worked checkpoint of SPEC.md. Keys are thrown away; run it again for new ones.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
sed -n '/^```example checkpoint$/,/^```$/p' "$here/../../../../../../../SPEC.md" | sed '1d;$d' > "$here/note.txt"
sed '/^$/,$d' "$here/note.txt" > "$work/text"
cd "$work"

cat > openssl.cnf <<'CNF'
[req]
distinguished_name = none
[none]
[root]
basicConstraints = critical,CA:true
keyUsage = critical,keyCertSign
[stamp]
extendedKeyUsage = critical,timeStamping
keyUsage = critical,digitalSignature
[tsa]
serial = serial
default_policy = 1.3.6.1.4.1.99999.1
digests = sha1,sha256,sha384,sha512
signer_digest = sha256
accuracy = secs:1
ess_cert_id_alg = sha256
[tsa_sha1_binding]
serial = serial
default_policy = 1.3.6.1.4.1.99999.1
digests = sha256
signer_digest = sha256
ess_cert_id_alg = sha1
CNF
echo 01 > serial

authority() { # name, how its key is made, subject
    name=$1; subject=$2; shift 2
    openssl genpkey "$@" -out "$name.key" 2>/dev/null
    openssl req -new -key "$name.key" -subj "$subject" -config openssl.cnf -out "$name.csr"
    openssl x509 -req -in "$name.csr" -CA root.pem -CAkey root.key -set_serial "0x$(openssl rand -hex 8)" -days 36500 \
        -extfile openssl.cnf -extensions stamp -out "$name.pem" 2>/dev/null
}
token() { # file, authority, digest, over what, section, and what else the query needs
    file=$1; name=$2; digest=$3; data=$4; section=$5; shift 5
    openssl ts -query -data "$data" "-$digest" "$@" -out query.tsq 2>/dev/null
    openssl ts -reply -queryfile query.tsq -config openssl.cnf -section "$section" -inkey "$name.key" -signer "$name.pem" \
        -chain root.pem -out "$here/$file" 2>/dev/null
}

openssl req -x509 -newkey rsa:3072 -nodes -keyout root.key -subj "/O=Example/CN=Example root" -days 36500 \
    -config openssl.cnf -extensions root -out root.pem 2>/dev/null
openssl req -x509 -newkey rsa:3072 -nodes -keyout other.key -subj "/O=Example/CN=Another root" -days 36500 \
    -config openssl.cnf -extensions root -out "$here/other-root.pem" 2>/dev/null
authority rsa "/O=Example/CN=Example time" -algorithm RSA -pkeyopt rsa_keygen_bits:2048
authority ec "/O=Example/CN=Example time on a curve" -algorithm EC -pkeyopt ec_paramgen_curve:P-384
authority weak "/O=Example/CN=Weak time" -algorithm RSA -pkeyopt rsa_keygen_bits:1024
cp root.pem "$here/root.pem"

token rsa-sha256.tsr rsa sha256 "$here/note.txt" tsa -cert
token rsa-sha512.tsr rsa sha512 "$here/note.txt" tsa -cert
token ec-sha384.tsr ec sha384 "$here/note.txt" tsa -cert
token text-sha256.tsr rsa sha256 text tsa -cert
token sha1-binding.tsr rsa sha256 "$here/note.txt" tsa_sha1_binding -cert
token sha1-imprint.tsr rsa sha1 "$here/note.txt" tsa -cert
token no-certificate.tsr rsa sha256 "$here/note.txt" tsa
token weak-key.tsr weak sha256 "$here/note.txt" tsa -cert
openssl ts -reply -in "$here/rsa-sha256.tsr" -token_out -out "$here/bare-token.der" 2>/dev/null
printf 'something else' > else
token other-bytes.tsr rsa sha256 else tsa -cert
# A digest that the authority does not take.
openssl ts -query -data "$here/note.txt" -sha224 -cert -out query.tsq 2>/dev/null
openssl ts -reply -queryfile query.tsq -config openssl.cnf -section tsa -inkey rsa.key -signer rsa.pem -out "$here/refused.tsr" 2>/dev/null
for made in rsa-sha256 rsa-sha512 ec-sha384; do
    openssl ts -verify -data "$here/note.txt" -in "$here/$made.tsr" -CAfile root.pem 2>/dev/null
done
