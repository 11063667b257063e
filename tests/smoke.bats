#!/usr/bin/env bats
# What a release build must do; runs with the test build, too.

load helper

@test "--version says one line" {
	shop --version
	assert_output -e '^shop [0-9]+(\.[0-9]+)*$'
	refute_error
}

@test "help lists the commands" {
	shop help
	assert_output -p 'cart'
	assert_output -p 'checkout'
}

@test "shop alone prints the short list" {
	shop
	assert_output -p 'search'
}

@test "an unknown command is wrong use, names the nearest and changes nothing" {
	shop -2 serach
	refute_output
	assert_error -p "'serach'"
	assert_error -p 'search'
	[ ! -e "$SHOP_HOME" ]
}

@test "an unknown option is wrong use" {
	shop -2 search --colour red
	assert_error -p "--colour"
}

@test "a command that needs a shop says that there is none here" {
	shop -78 search shirt
	assert_error -p 'shop init'
}
