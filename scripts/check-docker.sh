#!/usr/bin/env bash
# check-docker.sh — what can be known of docker/ without an engine: the
# Dockerfile and the compose files are read as an engine would read them, and
# nginx itself tests its configuration. No image is built and none is started.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

go -C tools/docker run . ../..

# Debian's nginx, unpacked and not installed: no service, no port.
nginx=$PWD/.cache/nginx
if [[ ! -x $nginx/usr/sbin/nginx ]]; then
	scripts/ensure-deb.sh libpcre2-8-0 libssl3 libcrypt1 zlib1g
	scripts/ensure-deb.sh --unpack "$nginx" nginx nginx-common
fi
conf=$(mktemp -d)
trap 'rm -rf "$conf"' EXIT
cp "$nginx/etc/nginx/mime.types" "$conf/"
# The portals' names are known inside compose only.
sed -e 's/server portal:8080/server 127.0.0.1:18081/' -e 's/server portal-b:8080/server 127.0.0.1:18082/' \
	-e "s#/tmp/nginx.pid#$conf/nginx.pid#" \
	-e "s#^http {#&\nclient_body_temp_path $conf/body; proxy_temp_path $conf/proxy; fastcgi_temp_path $conf/fcgi; uwsgi_temp_path $conf/uwsgi; scgi_temp_path $conf/scgi;#" \
	docker/nginx.conf >"$conf/nginx.conf"
if ! "$nginx/usr/sbin/nginx" -t -q -p "$conf" -c "$conf/nginx.conf" -e /dev/stderr 2>"$conf/said"; then
	cat "$conf/said" >&2
	exit 1
fi
echo "docker: recipe, compose files and nginx.conf read; no image built or started (that needs an engine)"
